import 'server-only'
import type { Executor } from '#lib/server/db/client.ts'
import type { Changes, StoredRow } from './changes.ts'
import type { PlannedWindow } from './plan.ts'
import { tableOf } from './tables.ts'
import { appendHistory, markGone, markMissing, touchRows, upsertRows, writeTimes } from './write.ts'

type WritingRun = { window: PlannedWindow; startedAt: Date; readAt: Date; recordedAt: Date }

/**
 * Writes what a run changed: rows, their former versions and their statuses.
 * @param stored the rows as they are stored before
 */
export async function writeChanges(
  tx: Executor,
  run: WritingRun,
  changes: Changes,
  stored: ReadonlyMap<string, StoredRow>,
): Promise<void> {
  const { source, resource } = run.window
  const table = tableOf(resource)
  const times = writeTimes(run)
  const seenBefore = (id: string) => {
    const former = stored.get(id)
    return former === undefined ? null : lastSeenAt(run.window, former)
  }
  const written = changes.written.map((row) => ({ ...row, previousSeenAt: seenBefore(row.id) }))
  await upsertRows(tx, table, source, written, times)
  await touchRows(tx, table, source, changes.touched)
  const missing = changes.missing.map((id) => ({ id, previousSeenAt: seenBefore(id) ?? times.startedAt }))
  await markMissing(tx, table, source, missing, times)
  await markGone(tx, table, source, changes.gone, times)
  const entries = written.filter(({ id, status }) => stored.get(id)?.status !== status)
  await appendHistory(tx, run.window, entries, times.seenAt)
}

/** Returns the start of the last run that certainly listed the row as stored. A partial run may have left the row out. */
export function lastSeenAt({ fromDay, lastCompleteAt }: PlannedWindow, former: StoredRow): string {
  const isCovered = former.windowFrom === fromDay && !former.isMissing && lastCompleteAt !== null
  const writtenAt = Date.parse(former.changedAt)
  return new Date(isCovered ? Math.max(lastCompleteAt, writtenAt) : writtenAt).toISOString()
}
