import 'server-only'
import { readSnapshot } from '#lib/server/db/client.ts'
import { readPauses } from '#lib/server/db/pauses.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { SourceCare } from '#lib/sources/care-schema.ts'
import { SOURCE_RESOURCES, type Source } from '#lib/sources.ts'
import { requireOperator } from './acting.ts'
import { readCalls } from './calls.ts'
import { readHeldBack } from './disappearances.ts'
import { readFaults } from './faults.ts'
import { readOpenWindows } from './open-windows.ts'
import { readRejected } from './rejected.ts'
import { countUnknownStatuses, readUnreadable } from './unreadable.ts'

/**
 * Reads the details that operators of a source need, in one snapshot: incomplete windows with reasons, the
 * last faults and their fixes, unreadable rows, disappearances to confirm, and the calls of the last hour.
 * @throws {RequestError} 403 for a financier
 */
export function sourceCare(viewer: Viewer, source: Source, now: Date = new Date()): Promise<SourceCare> {
  requireOperator(viewer, 'see this of a source')
  return readSnapshot(viewer, async ({ tx }) => {
    const pause = (await readPauses(tx)).find((each) => each.source === source)
    const heldBack = await readHeldBack(tx, source)
    const resources: SourceCare['resources'] = []
    for (const resource of SOURCE_RESOURCES[source]) {
      const list = { source, resource }
      resources.push({
        resource,
        open: await readOpenWindows(tx, list, pause !== undefined),
        faults: await readFaults(tx, list),
        rejected: await readRejected(tx, list),
        unreadable: await readUnreadable(tx, list),
        unknownStatuses: await countUnknownStatuses(tx, list),
        heldBack: heldBack.flatMap(({ resource: of, ...held }) => (of === resource ? [held] : [])),
      })
    }
    return {
      source,
      paused: pause ? { since: pause.since, by: pause.by } : null,
      resources,
      calls: await readCalls(tx, source, now),
      asOf: now.toISOString(),
    }
  })
}
