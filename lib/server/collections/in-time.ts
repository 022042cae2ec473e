import 'server-only'
import { sql } from 'drizzle-orm'
import type { Executor } from '#lib/server/db/client.ts'
import { databaseFault } from '#lib/server/db/faults.ts'

/**
 * Runs reads that may take too long, behind a savepoint.
 * @returns null if PostgreSQL gave up on them for their time; the transaction goes on
 */
export async function inTime<Answer>(tx: Executor, read: () => Promise<Answer>): Promise<Answer | null> {
  await tx.execute(sql`savepoint in_time`)
  try {
    return await read()
  } catch (error) {
    if (databaseFault(error) !== 'busy') throw error
    await tx.execute(sql`rollback to savepoint in_time`)
    return null
  }
}
