import 'server-only'
import { sql } from 'drizzle-orm'
import type { PauseAnswer } from '#lib/sources/schema.ts'
import type { Source } from '#lib/sources/sources.ts'
import { actAs, type Executor } from '../db/client.ts'
import { endPause, readPauses, writePause } from '../db/pauses.ts'
import { requestWindows } from '../db/window-requests.ts'
import type { Viewer } from '../people/viewer.ts'
import { requireConnected, requireOperator } from './acting.ts'
import { refreshedWindows } from './refresh.ts'

/**
 * Keeps a source from being read, by the sync and live, until it is resumed; pausing it twice changes nothing. A reading
 * under way stops before its next call. Throws 403 for a viewer who may not, 409 for a source that is off.
 */
export async function pauseSource(
  viewer: Viewer,
  source: Source,
  now: Date = new Date(),
): Promise<PauseAnswer> {
  requireOperator(viewer, 'pause a source')
  requireConnected(source)
  return actAs(viewer, async (tx) => {
    await writePause(tx, { source, since: now.toISOString(), by: viewer.name })
    await wakeReaders(tx)
    return stateOf(tx, source)
  })
}

/** Lets a source be read again, its recent weeks at once. One that is not paused stays as it is. Throws as `pauseSource`. */
export async function resumeSource(
  viewer: Viewer,
  source: Source,
  now: Date = new Date(),
): Promise<PauseAnswer> {
  requireOperator(viewer, 'resume a source')
  requireConnected(source)
  return actAs(viewer, async (tx) => {
    if (await endPause(tx, source)) await requestWindows(tx, refreshedWindows(source, now), now)
    return stateOf(tx, source)
  })
}

async function stateOf(tx: Executor, source: Source): Promise<PauseAnswer> {
  const pause = (await readPauses(tx)).find((each) => each.source === source)
  return { paused: pause ? { since: pause.since, by: pause.by } : null }
}

async function wakeReaders(tx: Executor): Promise<void> {
  await tx.execute(sql`select pg_notify('furrow_refresh', '')`)
}
