import 'server-only'
import { sql } from 'drizzle-orm'
import { changedMeanwhile, invalidParameter } from '#lib/errors.ts'
import type { Executor } from '#lib/server/db/client.ts'
import { endPause, readPauses, writePause } from '#lib/server/db/pauses.ts'
import { requestWindows } from '#lib/server/db/window-requests.ts'
import type { RequestContext } from '#lib/server/viewer.ts'
import type { PauseAnswer } from '#lib/sources/schema.ts'
import type { Source } from '#lib/sources.ts'
import { actRecorded, requireConnected, requireOperator } from './acting.ts'
import { refreshedWindows } from './refresh.ts'

/**
 * Keeps the sync and live reads from calling a source until it is resumed. Pausing a paused source changes
 * nothing. A run under way stops before its next call.
 * @throws {RequestError} 403 for a financier, 409 for a source that is off
 */
export async function pauseSource(
  acting: RequestContext,
  source: Source,
  now: Date = new Date(),
): Promise<PauseAnswer> {
  const { viewer } = acting
  requireOperator(viewer, 'pause a source')
  requireConnected(source)
  return actRecorded(acting, { action: 'source.pause', source }, async (tx) => {
    await writePause(tx, { source, since: now.toISOString(), by: viewer.name })
    await wakeReaders(tx)
    return stateOf(tx, source)
  })
}

/**
 * Ends a pause, and requests the recent weeks and incomplete windows at once. A source that is not paused
 * stays as it is.
 * @param since start of the pause to end, as shown to the person
 * @throws {RequestError} as `pauseSource`; 400 without `since`; 409 if another pause began meanwhile
 */
export async function resumeSource(
  acting: RequestContext,
  { source, since }: { source: Source; since: string | null },
  now: Date = new Date(),
): Promise<PauseAnswer> {
  requireOperator(acting.viewer, 'resume a source')
  requireConnected(source)
  if (since === null) throw invalidParameter('since', 'must be given')
  return actRecorded(acting, { action: 'source.resume', source, details: { since } }, async (tx) => {
    const paused = (await readPauses(tx)).find((each) => each.source === source)
    if (paused && paused.since !== since) throw changedMeanwhile('The pause of this source')
    if (await endPause(tx, { source, since })) await requestWindows(tx, refreshedWindows(source, now), now)
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
