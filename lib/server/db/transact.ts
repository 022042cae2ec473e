import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { isConflict } from './faults.ts'
import { beginStatement, hasPreamble } from './session.ts'

type Connected = NodePgDatabase & { $client: pg.Pool | pg.PoolClient }

/** A transaction that PostgreSQL undid for the sake of another one is made again so often. */
const MAX_REPEATS = 3
const FIRST_PAUSE_MS = 10

/**
 * Runs `work` in one transaction, on a connection of the pool or on the one given, and gives what it gives. After a deadlock
 * or a serialization failure it is made again, at most three times: `work` may have no effect but its statements.
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

/** Not the library's own transaction: where `begin` fails, that one keeps the connection for ever. */
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

/** Runs one statement on a lent connection as a transaction of its own, in the role and scope of the connection's work. */
export function transactAlone<Result>(
  db: NodePgDatabase & { $client: pg.PoolClient },
  work: (tx: NodePgDatabase) => Promise<Result>,
): Promise<Result> {
  return hasPreamble(db.$client) ? once(db.$client, 'begin', (client) => work(drizzle(client))) : work(db)
}

/**
 * Makes each statement that a pool is asked for a transaction of its own: role and scope hold for transactions alone.
 * Statements that PostgreSQL runs outside of transactions only (`vacuum`) need a connection of the pool.
 */
export function queryInTransactions(pool: pg.Pool): void {
  pool.query = asQuery((...args) => once(pool, 'begin', (client) => plainQuery(client)(...args)))
}

type Query = (...args: unknown[]) => Promise<unknown>

/** pg's `query` has a dozen forms; drizzle and this code use those that return a promise. */
function asQuery(query: Query): pg.Pool['query'] {
  return query as unknown as pg.Pool['query']
}

function plainQuery(client: pg.PoolClient): Query {
  return client.query.bind(client) as unknown as Query
}
