import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { isConflict } from './faults.ts'
import { beginStatement, hasPreamble } from './session.ts'

type Connected = NodePgDatabase & { $client: pg.Pool | pg.PoolClient }

/** Most repeats of a transaction that PostgreSQL rolled back because of another one. */
const MAX_REPEATS = 3
const FIRST_PAUSE_MS = 10

/**
 * Runs `work` in one transaction, on a connection of the pool or on the given connection, and returns its
 * result. After a deadlock or a serialization failure the transaction is repeated, at most three times, so
 * `work` may have no effect outside its statements.
 */
export async function transact<Result>(
  db: Connected,
  work: (tx: NodePgDatabase) => Promise<Result>,
  begin = 'begin',
): Promise<Result> {
  for (let repeats = 0; ; repeats += 1) {
    try {
      return await once(db.$client, begin, (client) => work(drizzle(client)))
    } catch (error) {
      if (repeats === MAX_REPEATS || !isConflict(error)) throw error
      await sleep(Math.random() * FIRST_PAUSE_MS * 2 ** repeats)
    }
  }
}

/** Replaces drizzle's own transaction, which never returns the connection to the pool when `begin` fails. */
async function once<Result>(
  place: pg.Pool | pg.PoolClient,
  begin: string,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = place instanceof pg.Pool ? await place.connect() : place
  let isBroken = true
  try {
    await client.query(beginStatement(client, begin))
    const result = await work(client)
    await client.query('commit')
    isBroken = false
    return result
  } catch (error) {
    isBroken = await client.query('rollback').then(
      () => false,
      () => true,
    )
    throw error
  } finally {
    if (place instanceof pg.Pool) client.release(isBroken)
  }
}

/**
 * Runs work on a checked-out connection as one transaction, in the role and scope of the connection.
 */
export function transactAlone<Result>(
  db: NodePgDatabase & { $client: pg.PoolClient },
  work: (tx: NodePgDatabase) => Promise<Result>,
): Promise<Result> {
  return hasPreamble(db.$client) ? once(db.$client, 'begin', (client) => work(drizzle(client))) : work(db)
}

/**
 * Wraps each statement of the pool in a transaction, because role and scope apply only inside transactions.
 * Statements that PostgreSQL refuses inside a transaction (`vacuum`) need a connection of the pool.
 */
export function queryInTransactions(pool: pg.Pool): void {
  pool.query = asQuery((...args) => once(pool, 'begin', (client) => plainQuery(client)(...args)))
}

type Query = (...args: unknown[]) => Promise<unknown>

/** Narrows pg's `query` to its promise forms, the only ones that drizzle and this code use. */
function asQuery(query: Query): pg.Pool['query'] {
  return query as unknown as pg.Pool['query']
}

function plainQuery(client: pg.PoolClient): Query {
  return client.query.bind(client) as unknown as Query
}
