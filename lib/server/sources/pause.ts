import 'server-only'
import { sql } from 'drizzle-orm'
import { changedMeanwhile, invalidParameters } from '#lib/errors.ts'
import type { Executor } from '#lib/server/db/client.ts'
import { endPause, readPauses, writePause } from '#lib/server/db/pauses.ts'
import { requestWindows } from '#lib/server/db/window-requests.ts'
import type { PauseAnswer } from '#lib/sources/schema.ts'
import type { Source } from '#lib/sources.ts'
import { type Acting, actRecorded, requireConnected, requireOperator } from './acting.ts'
import { refreshedWindows } from './refresh.ts'

/**
 * Keeps a source from being read, by the sync and live, until it is resumed; pausing it twice changes nothing. A reading
 * under way stops before its next call. Throws 403 for a viewer who may not, 409 for a source that is off.
 */
export async function pauseSource(
  acting: Acting,
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
 * Lets a source be read again, its recent weeks at once. One that is not paused stays as it is.
 * @param since when the pause that is to end began, as the answer that was looked at said
 * @throws as `pauseSource`; 400 without `since`; 409 where another pause began meanwhile
 */
export async function resumeSource(
  acting: Acting,
  { source, since }: { source: Source; since: string | null },
  now: Date = new Date(),
): Promise<PauseAnswer> {
  requireOperator(acting.viewer, 'resume a source')
  requireConnected(source)
  if (since === null) throw invalidParameters([{ param: 'since', detail: 'must be given' }])
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
