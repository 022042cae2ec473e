import 'server-only'
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { ExplainedError } from '#lib/errors.ts'
import { commandWords } from '#lib/words/command-words.ts'

const t = commandWords('postgresql')

/** A connection pooler between Furrow and PostgreSQL shares sessions between connections. */
export class PoolerError extends ExplainedError {
  override name = 'PoolerError'
}

/**
 * Connections open at the same time: with this many, a pooler that shares sessions moves at least one
 * connection.
 */
const CLIENTS = 4
const CONNECT_TIMEOUT_MS = 5_000
/** Timeout for a session: a pooler with fewer sessions than CLIENTS lets a connection wait forever. */
const PATIENCE_MS = 8_000
/** PgBouncer's error for `begin` in statement mode. */
const PROTOCOL_VIOLATION = '08P01'

/**
 * Checks that each connection has its own session, which locks, notifications and temporary tables require.
 * Each of several connections in turn reports its session while the others hold transactions.
 * @throws {PoolerError} with the fix, when sessions are shared or too few
 */
export async function requireOwnSessions(url: string): Promise<void> {
  const clients = Array.from(
    { length: CLIENTS },
    () =>
      new pg.Client({
        connectionString: url,
        connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
        query_timeout: PATIENCE_MS,
        application_name: 'furrow start',
      }),
  )
  for (const client of clients) client.on('error', () => {})
  try {
    for (const client of clients) await client.connect()
    if (await areShared(clients)) throw new PoolerError(t('pooler.shared'))
  } catch (error) {
    throw explain(error)
  } finally {
    // A connection still waiting for a session does not respond to a terminate message, so the sockets are
    // destroyed.
    for (const client of clients) client.connection.stream.destroy()
  }
}

function explain(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof PoolerError) return error
  if (error.message === 'Query read timeout')
    return new PoolerError(t('pooler.few', { count: CLIENTS, seconds: PATIENCE_MS / 1000 }), { cause: error })
  const isRefused = error instanceof pg.DatabaseError && error.code === PROTOCOL_VIOLATION
  if (!isRefused || !/transaction blocks not allowed/.test(error.message)) return error
  return new PoolerError(t('pooler.statement'), { cause: error })
}

type Session = { pid: number; mark: string | null }

async function areShared(clients: readonly pg.Client[]): Promise<boolean> {
  const own = new Map<pg.Client, Session>()
  for (const client of clients) {
    const { rows } = await client.query<Session>(
      "select pg_backend_pid() as pid, set_config('furrow.session', $1, false) as mark",
      [randomUUID()],
    )
    if (rows[0]) own.set(client, rows[0])
  }
  for (const client of clients) {
    const others = clients.filter((other) => other !== client)
    for (const other of others) {
      await other.query('begin')
      if (await isMoved(other, own.get(other))) return true
    }
    if (await isMoved(client, own.get(client))) return true
    for (const other of others) await other.query('commit')
  }
  return false
}

async function isMoved(client: pg.Client, own: Session | undefined): Promise<boolean> {
  const { rows } = await client.query<Session>(
    "select pg_backend_pid() as pid, current_setting('furrow.session', true) as mark",
  )
  return rows[0]?.pid !== own?.pid || rows[0]?.mark !== own?.mark
}
