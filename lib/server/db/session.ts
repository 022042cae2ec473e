import 'server-only'
import pg from 'pg'
import { SCHEMA } from './schema-number.ts'
import { roleFor, type Work } from './take-role.ts'

/**
 * Settings on which statements and the parsing of their results depend. A server, database or role may change
 * the default of any of these settings for every new connection.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  search_path: 'public',
  client_encoding: 'UTF8',
  datestyle: 'ISO, YMD',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  extra_float_digits: '1',
  bytea_output: 'hex',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  transform_null_equals: 'off',
  // Above 0, a search through an index returns a random part of its rows.
  gin_fuzzy_search_limit: '0',
  // When off, a statement that a policy restricts fails instead of returning fewer rows.
  row_security: 'on',
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
  // For to_char: signs and month names.
  lc_numeric: 'C',
  lc_monetary: 'C',
  lc_time: 'C',
  // The events' LISTEN connection and the migration locks must live as long as their process.
  idle_session_timeout: '0',
}

/**
 * Writing a whole window takes seconds at most; a statement beyond this limit blocks others and is cancelled.
 */
const STATEMENT_TIMEOUT_MS = 60_000
const LOCK_TIMEOUT_MS = 30_000
/** A transaction of a hanging process releases its locks after this time. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000
const CONNECT_TIMEOUT_MS = 5_000

/** Time limits of a session's statements, in milliseconds; 0 means no limit. */
export type Limits = { statementTimeoutMs?: number; lockTimeoutMs?: number }

/** The statements that set role and scope at the start of each transaction of a connection. */
const preambles = new WeakMap<object, string>()

/**
 * Makes a new connection independent of the defaults of its server, database and role, and finds the role for
 * its work. Must run before any other statement of the connection.
 * @throws {DatabaseRoleError} for `web`, when row-level security would not apply
 */
export async function prepareSession(client: pg.ClientBase, work: Work, limits: Limits = {}): Promise<void> {
  // Set after connecting rather than as startup parameters, because poolers refuse unknown startup
  // parameters.
  await client.query(sessionSql(limits))
  const role = pg.escapeIdentifier(await roleFor(client, work))
  const scope = work === 'web' ? '' : 'all'
  preambles.set(
    client,
    `set local role ${role}; set local furrow.scope = '${scope}'; set local furrow.schema = '${SCHEMA}'`,
  )
}

function sessionSql({ statementTimeoutMs, lockTimeoutMs }: Limits): string {
  const settings = {
    ...SETTINGS,
    statement_timeout: String(statementTimeoutMs ?? STATEMENT_TIMEOUT_MS),
    lock_timeout: String(lockTimeoutMs ?? LOCK_TIMEOUT_MS),
    idle_in_transaction_session_timeout: String(IDLE_IN_TRANSACTION_TIMEOUT_MS),
  }
  const statements = Object.entries(settings).map(
    ([name, value]) => `set ${name} = ${pg.escapeLiteral(value)}`,
  )
  // PostgreSQL 17 and newer have this setting.
  const further = `select pg_catalog.set_config('transaction_timeout', '0', false)
    where pg_catalog.current_setting('transaction_timeout', true) is not null`
  return [...statements, further].join(';')
}

/**
 * Returns the statement that begins a transaction on a prepared connection, in the role and scope of its
 * work. Both last for the transaction only: a pooler may hand the session to another client afterwards.
 */
export function beginStatement(client: object, begin = 'begin'): string {
  const preamble = preambles.get(client)
  return preamble === undefined ? begin : `${begin}; ${preamble}`
}

/** True when `prepareSession` has prepared the connection for its work. */
export function hasPreamble(client: object): boolean {
  return preambles.has(client)
}

export type ClientOptions = Limits & { applicationName?: string; queryTimeoutMs?: number }

/**
 * Opens one connection outside any pool, prepared for its work; the caller ends the connection. A connection
 * that breaks later emits `end`, and its `error` event is handled here.
 */
export async function connectClient(
  url: string,
  work: Work,
  options: ClientOptions = {},
): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: options.queryTimeoutMs,
    application_name: options.applicationName ?? 'furrow',
    keepAlive: true,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await prepareSession(client, work, options)
    return client
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
}

/** Builds the options of a pool that prepares each connection before the first use. */
export function poolConfig(url: string, work: Work, limits: Limits): pg.PoolConfig {
  return {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
    application_name: 'furrow',
    // The pool waits for `onConnect` and closes a connection for which the hook fails.
    onConnect: (client) => prepareSession(client, work, limits),
  }
}
