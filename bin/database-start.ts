import pg from 'pg'
import { ExplainedError } from '#lib/errors.ts'
import { PoolerError, requireOwnSessions } from '#lib/server/db/pooler.ts'
import { SchemaError } from '#lib/server/db/schema-fence.ts'
import { commandWords } from '#lib/words/command-words.ts'

const t = commandWords('postgresql')

/** Furrow cannot use PostgreSQL as configured; the message names the cause and the fix. */
export class DatabaseError extends ExplainedError {
  override name = 'DatabaseError'
}

const OLDEST_POSTGRES = 150_000
/**
 * Timeout of the first statement: a pooler whose sessions are all taken would let the statement wait for
 * minutes.
 */
const PATIENCE_MS = 8_000
/** A table, a column, a function or a type of this name exists. */
const TAKEN = new Set(['42P07', '42701', '42723', '42710'])
const CERTIFICATE_FAULTS = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
])

/**
 * Checks that `url` names a PostgreSQL server that Furrow can work with: the server answers, is version 15 or
 * newer, and gives each connection its own session.
 * @throws {DatabaseError} with one line that names cause and fix, never the password
 */
export async function checkDatabase(url: string): Promise<void> {
  const place = placeOf(url)
  try {
    await requireVersion(url)
    await requireOwnSessions(url)
  } catch (error) {
    if (error instanceof DatabaseError) throw error
    const line = error instanceof PoolerError ? error.message : explainConnection(place, error)
    throw new DatabaseError(line, { cause: error })
  }
}

type Place = { address: string; host: string; database: string; user: string }

/**
 * Takes the parts of a `DATABASE_URL` that error messages name.
 * @throws {DatabaseError} if the URL names several hosts or cannot be parsed
 */
function placeOf(url: string): Place {
  const hosts = /^\w+:\/\/(?:[^/?#]*@)?([^/?#]*)/.exec(url)?.[1] ?? ''
  if (hosts.includes(',') || /[?&]host=[^&]*(,|%2C)/i.test(url))
    throw new DatabaseError(t('address.several-hosts'))
  if (!URL.canParse(url)) throw unreadableAddress()
  const { hostname, port, pathname, username } = new URL(url)
  const host = hostname || 'localhost'
  const user = decoded(username) || t('address.user')
  return { host, address: `${host}:${port || 5432}`, database: decoded(pathname.slice(1)), user }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw unreadableAddress()
  }
}

function unreadableAddress(): DatabaseError {
  return new DatabaseError(t('address.unreadable'))
}

async function requireVersion(url: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    query_timeout: PATIENCE_MS,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string }>('select current_setting($1) as version', [
      'server_version_num',
    ])
    if (Number(rows[0]?.version) >= OLDEST_POSTGRES) return
    throw new DatabaseError(t('too-old'))
  } finally {
    await client.end().catch(() => {})
  }
}

/** Explains in one line why a connection failed and what to do. */
function explainConnection(place: Place, error: unknown): string {
  const { message, code } = innermost(error)
  const { address } = place
  return (
    explainTls(address, message, code) ??
    explainRefusal(place, message, code) ??
    explainNetwork(place, code) ??
    (message ? t('connect.silent-why', { address, message }) : t('connect.silent', { address }))
  )
}

function explainTls(address: string, message: string, code: string): string | null {
  if (/does not support SSL/.test(message)) return t('connect.no-tls', { address })
  if (/no pg_hba.conf entry.*no encryption|SSL (connection )?is required|requires SSL/i.test(message))
    return t('connect.tls-alone', { address })
  if (/^E[A-Z]+: .*, (open|read)\b/.test(message)) return t('address.certificate-file', { message })
  if (CERTIFICATE_FAULTS.has(code)) return t('connect.certificate', { address, message })
  return null
}

function explainRefusal({ address, database, user }: Place, message: string, code: string): string | null {
  if (code === '28000' && /no pg_hba.conf entry/.test(message))
    return t('connect.not-from-here', { address, message })
  if (code === '28P01' || code === '28000' || /password must be a (non-empty )?string/.test(message))
    return t('connect.user', { address })
  if (code === '3D000') return t('connect.no-database', { address, database })
  if (code === '42501') return t('connect.no-right', { address, database, user })
  if (code === '53300') return t('connect.full', { address, message })
  if (message === 'Query read timeout') return t('connect.slow', { address, seconds: PATIENCE_MS / 1000 })
  if (code === '57P03') return t('connect.starting', { address, message })
  if (/unsupported startup parameter/.test(message)) return t('connect.pooler', { address, message })
  return null
}

function explainNetwork({ host, address }: Place, code: string): string | null {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return t('address.not-found', { host })
  if (code === 'ECONNREFUSED') return t('connect.nothing-listens', { address })
  return null
}

/**
 * Returns message and code of the innermost cause (up to five levels deep), which PostgreSQL or the system
 * reported, below the wrappers that only say that something failed.
 */
function innermost(error: unknown): { message: string; code: string } {
  let at = error
  for (let depth = 0; depth < 5; depth += 1) {
    if (at instanceof AggregateError && at.errors.length > 0) at = at.errors[0]
    else if (at instanceof Error && at.cause instanceof Error) at = at.cause
    else break
  }
  if (!(at instanceof Error)) return { message: String(at), code: '' }
  const [message = ''] = at.message.split('\n')
  return { message, code: 'code' in at ? String(at.code) : '' }
}

/**
 * Translates an error raised while setting up the tables into a `DatabaseError` of one line with cause and
 * fix; returns errors without an SQLSTATE code unchanged.
 */
export function explainSetup(url: string, error: unknown): unknown {
  if (error instanceof SchemaError) return new DatabaseError(error.message, { cause: error })
  const { message, code } = innermost(error)
  const { address, database, user } = placeOf(url)
  const line = (text: string) => new DatabaseError(text, { cause: error })
  if (code === '42501') return line(t('setup.no-right', { address, user, database, message }))
  if (code === '25006') return line(t('setup.read-only', { address }))
  if (code === '53100') return line(t('setup.full', { address }))
  if (code === '55P03' || code === '57014') return line(t('setup.in-use', { address, message }))
  if (code === '3F000') return line(t('setup.no-schema', { address, database, user }))
  if (TAKEN.has(code)) return line(t('setup.name-taken', { address, database, message }))
  const isOther = error instanceof Error && /^[0-9A-Z]{5}$/.test(code)
  return isOther ? line(t('setup.other', { address, message, code })) : error
}
