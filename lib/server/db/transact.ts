import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { isConflict } from './faults.ts'

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
      return await once(db, work, begin)
    } catch (error) {
      if (repeats === MAX_REPEATS || !isConflict(error)) throw error
      await sleep(Math.random() * FIRST_PAUSE_MS * 2 ** repeats)
    }
  }
}

/** Not the library's own transaction: where `begin` fails, that one keeps the connection for ever. */
async function once<Result>(
  db: Connected,
  work: (tx: NodePgDatabase) => Promise<Result>,
  begin: string,
): Promise<Result> {
  const lent = db.$client instanceof pg.Pool ? await db.$client.connect() : null
  const tx = lent ? drizzle(lent) : db
  let isBroken = true
  try {
    await tx.execute(sql.raw(begin))
    const result = await work(tx)
    await tx.execute(sql`commit`)
    isBroken = false
    return result
  } catch (error) {
    isBroken = await tx.execute(sql`rollback`).then(
      () => false,
      () => true,
    )
    throw error
  } finally {
    lent?.release(isBroken)
  }
}
