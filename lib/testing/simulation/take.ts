import 'server-only'
import { sql } from 'drizzle-orm'
import type { Database } from '#lib/server/db/client.ts'
import { takeWindows } from '#lib/server/sync/leases.ts'
import type { PlannedWindow } from '#lib/server/sync/plan.ts'

const WORKER = 'simulation'

/** Takes a window for a run with a new token, as if the previous holder had stalled beyond its lease. */
export async function takeWindow(db: Database, window: PlannedWindow): Promise<PlannedWindow> {
  const { source, resource, fromDay } = window
  await db.execute(sql`update sync_window set leased_until = null, leased_by = null
    where source = ${source} and resource = ${resource} and from_day = ${fromDay}`)
  let chosen: PlannedWindow | null = window
  const { windows } = await takeWindows(db, WORKER, async () => {
    const next = chosen
    chosen = null
    return next
  })
  const [taken] = windows
  if (taken === undefined) throw new Error(`${fromDay} could not be taken`)
  return taken
}
