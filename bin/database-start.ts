import pg from 'pg'
import { ExplainedError } from '#lib/errors.ts'
import { PoolerError, requireOwnSessions } from '#lib/server/db/pooler.ts'
import { SchemaError } from '#lib/server/db/schema-fence.ts'

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
const OR_EMBEDDED = 'or unset DATABASE_URL to use the embedded PostgreSQL'
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
    throw new DatabaseError(
      'DATABASE_URL names several hosts, and Furrow connects to one. Name the primary, or one address that follows it.',
    )
  if (!URL.canParse(url)) throw unreadableAddress()
  const { hostname, port, pathname, username } = new URL(url)
  const host = hostname || 'localhost'
  const user = decoded(username) || 'the user'
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
  return new DatabaseError(
    'DATABASE_URL is not a readable address. Write special characters of user, password and database percent-encoded: @ as %40, # as %23, / as %2F, % as %25.',
  )
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
    throw new DatabaseError(`DATABASE_URL names a PostgreSQL older than 15. Use 15 or newer, ${OR_EMBEDDED}.`)
  } finally {
    await client.end().catch(() => {})
  }
}

/** Explains in one line why a connection failed and what to do. */
function explainConnection(place: Place, error: unknown): string {
  const { message, code } = innermost(error)
  const server = `PostgreSQL at ${place.address}`
  return (
    explainTls(server, message, code) ??
    explainRefusal(place, message, code) ??
    explainNetwork(place, code) ??
    `${server} does not answer (DATABASE_URL${message ? `: ${message}` : ''}). Start it, correct DATABASE_URL, ${OR_EMBEDDED}.`
  )
}

function explainTls(server: string, message: string, code: string): string | null {
  if (/does not support SSL/.test(message))
    return `${server} has no TLS, which DATABASE_URL asks for. Turn it on there, or remove sslmode from DATABASE_URL.`
  if (/no pg_hba.conf entry.*no encryption|SSL (connection )?is required|requires SSL/i.test(message))
    return `${server} lets this user in over TLS alone. Add ?sslmode=verify-full to DATABASE_URL.`
  if (/^E[A-Z]+: .*, (open|read)\b/.test(message))
    return `DATABASE_URL names a file that cannot be read (${message}). Correct its sslrootcert, sslcert or sslkey.`
  if (CERTIFICATE_FAULTS.has(code))
    return `${server} has a certificate that cannot be verified (${message}). Name its authority: add sslrootcert=/path/to/ca.pem to DATABASE_URL.`
  return null
}

function explainRefusal({ address, database, user }: Place, message: string, code: string): string | null {
  const server = `PostgreSQL at ${address}`
  if (code === '28000' && /no pg_hba.conf entry/.test(message))
    return `${server} lets no connection from here in (${message}). Add a line for it to pg_hba.conf.`
  if (code === '28P01' || code === '28000' || /password must be a (non-empty )?string/.test(message))
    return `${server} refused the user or password in DATABASE_URL. Correct them there.`
  if (code === '3D000')
    return `${server} has no database "${database}". Create it (createdb ${database}) or correct DATABASE_URL.`
  if (code === '42501')
    return `${server}: ${user} may not connect to the database "${database}". Run there: grant connect on database "${database}" to "${user}"`
  if (code === '53300')
    return `${server} has no connection left (${message}). Furrow needs about 20: raise max_connections, or the limit of the role or database.`
  if (message === 'Query read timeout')
    return `${server} let Furrow in, but answered no statement within ${PATIENCE_MS / 1000} s. If it is a pooler, allow Furrow about 20 sessions there; if it is PostgreSQL, see why it is that slow.`
  if (code === '57P03') return `${server} is starting or stopping (${message}). Try again in a moment.`
  if (/unsupported startup parameter/.test(message))
    return `The pooler at ${address} refuses what DATABASE_URL asks for (${message}). Remove it from DATABASE_URL.`
  return null
}

function explainNetwork({ host, address }: Place, code: string): string | null {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `DATABASE_URL names the host ${host}, which cannot be found. Correct it, ${OR_EMBEDDED}.`
  if (code === 'ECONNREFUSED')
    return `PostgreSQL at ${address} does not answer: nothing listens there (DATABASE_URL). Start it, correct DATABASE_URL, ${OR_EMBEDDED}.`
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
  const server = `PostgreSQL at ${address}`
  const line = (text: string) => new DatabaseError(text, { cause: error })
  if (code === '42501')
    return line(
      `${server}: ${user} may not set up the tables (${message}). Run there as the owner: grant create on database "${database}" to "${user}"; grant create on schema public to "${user}"`,
    )
  if (code === '25006')
    return line(
      `${server} takes no writes: it is a standby, or default_transaction_read_only is on. Name the primary in DATABASE_URL, or turn that setting off.`,
    )
  if (code === '53100') return line(`${server} has no disk space left. Make room there.`)
  if (code === '55P03' || code === '57014')
    return line(
      `${server}: the tables are in use, so they could not be set up (${message}). Start again in a moment.`,
    )
  if (code === '3F000')
    return line(
      `${server}: the database "${database}" has no schema public. Run there: create schema public authorization "${user}"`,
    )
  if (TAKEN.has(code))
    return line(
      `${server}: the database "${database}" holds something under a name that Furrow needs (${message}). Create a database for Furrow alone, and name it in DATABASE_URL.`,
    )
  const isOther = error instanceof Error && /^[0-9A-Z]{5}$/.test(code)
  return isOther ? line(`${server} could not set up the tables: ${message} (${code}).`) : error
}
