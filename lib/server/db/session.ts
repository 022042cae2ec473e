import 'server-only'
import pg from 'pg'
import { SCHEMA } from './schema-number.ts'
import { roleFor, type Work } from './take-role.ts'

/**
 * What statements, and the reading of their results, depend on. A server, a database or a role may set any of these to
 * something else, and that holds for every new connection.
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
  // Off, a statement that a policy cuts down is an error instead of fewer rows.
  row_security: 'on',
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
  // For to_char: signs, names of months.
  lc_numeric: 'C',
  lc_monetary: 'C',
  lc_time: 'C',
  // The connection of events and the locks of migrations last as long as their process.
  idle_session_timeout: '0',
}

/** A write of a whole window takes seconds at most; one that takes longer holds others up and is given up. */
const STATEMENT_TIMEOUT_MS = 60_000
const LOCK_TIMEOUT_MS = 30_000
/** A transaction whose process hangs gives its locks back. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000
const CONNECT_TIMEOUT_MS = 5_000

/** Limits of a session's statements, in milliseconds; 0: no limit. */
export type Limits = { statementTimeoutMs?: number; lockTimeoutMs?: number }

/** How each connection begins a transaction: in whose role and scope. */
const preambles = new WeakMap<object, string>()

/**
 * Makes a new connection independent of what its server, database and role set, and finds out the role for its work.
 * Statements of its own come after this one.
 * @throws {DatabaseRoleError} for `web`, where row-level security would not hold.
 */
export async function prepareSession(client: pg.ClientBase, work: Work, limits: Limits = {}): Promise<void> {
  // After connecting, not with it: poolers refuse parameters of the start.
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
  // PostgreSQL 17 and newer.
  const further = `select pg_catalog.set_config('transaction_timeout', '0', false)
    where pg_catalog.current_setting('transaction_timeout', true) is not null`
  return [...statements, further].join(';')
}

/**
 * The statement that begins a transaction on a prepared connection, in the role and the scope of its work. They hold for the
 * transaction alone: a session that another client gets afterwards has neither.
 */
export function beginStatement(client: object, begin = 'begin'): string {
  const preamble = preambles.get(client)
  return preamble === undefined ? begin : `${begin}; ${preamble}`
}

/** Whether a connection was prepared for its work. */
export function hasPreamble(client: object): boolean {
  return preambles.has(client)
}

export type ClientOptions = Limits & { applicationName?: string; queryTimeoutMs?: number }

/**
 * Opens one connection outside of any pool, prepared for its work. The caller ends it. A connection that breaks later emits
 * `end`; its `error` event is taken care of.
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

/** Options of a pool whose connections are prepared before their first use. */
export function poolConfig(url: string, work: Work, limits: Limits): pg.PoolConfig {
  return {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
    application_name: 'furrow',
    // The pool waits for this, and ends a connection for which it fails.
    onConnect: (client) => prepareSession(client, work, limits),
  }
}
