import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { type Executor, query } from './client.ts'

/**
 * Requests windows to be read now, ahead of all others, and wakes the worker.
 * @param where SQL condition on `sync_window`
 * @returns the number of windows requested
 */
export async function requestWindows(db: Executor, where: SQL, at: Date): Promise<number> {
  const requested = await query<{ count: number }>(db)`
    with asked as (
        update sync_window set requested_at = ${at.toISOString()} where ${where} returning 1
      ) select count(*)::int as count from asked`
  await db.execute(sql`select pg_notify('furrow_refresh', '')`)
  return requested[0]?.count ?? 0
}
