import 'server-only'
import { RequestError } from '#lib/errors.ts'
import type { Fallback } from '#lib/schema.ts'
import { env } from '#lib/server/config/env.ts'
import { readAskedPauses } from '#lib/server/db/asked-pauses.ts'
import { readSnapshot } from '#lib/server/db/client.ts'
import { isMirroredElsewhere } from '#lib/server/db/origin.ts'
import { isPaused } from '#lib/server/db/pauses.ts'
import { startDeadline } from '#lib/server/upstream/deadline.ts'
import { UpstreamError } from '#lib/server/upstream/errors.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { sourceName } from '#lib/server/words/names.ts'
import type { Source } from '#lib/sources.ts'
import { upstreams } from './connected.ts'

/** Deadline for a live detail. After that, the person who opened the row sees the mirrored one. */
const PATIENCE_MS = 8_000

type LiveFailure = {
  value: null
  failure: UpstreamError
  /** What kept Furrow from calling the source; null if it was called. */
  obstacle: Obstacle | null
}
export type LiveReading<Value> = { value: Value; failure: null } | LiveFailure

/**
 * Reads one object from its source within eight seconds. An upstream failure, a pause or another address is a
 * result, because the mirrored row can stand in.
 * @throws any other error, including an abort by the client
 */
export async function readLive<Value>(
  viewer: Viewer,
  source: Source,
  signal: AbortSignal | undefined,
  read: (options: { signal: AbortSignal }) => Promise<Value>,
): Promise<LiveReading<Value>> {
  const obstacle = await findObstacle(viewer, source)
  if (obstacle !== null) {
    const failure = new UpstreamError(source, 'unavailable', TOLD[obstacle](sourceName(source)))
    return { value: null, failure, obstacle }
  }
  const deadline = startDeadline(PATIENCE_MS, signal)
  try {
    const value = await read({ signal: deadline.signal })
    return { value, failure: null }
  } catch (error) {
    if (signal?.aborted) throw error
    if (deadline.isOver()) {
      const message = `${sourceName(source)} did not answer in time.`
      return {
        value: null,
        failure: new UpstreamError(source, 'timeout', message, { cause: error }),
        obstacle: null,
      }
    }
    if (error instanceof UpstreamError) return { value: null, failure: error, obstacle: null }
    throw error
  } finally {
    deadline.end()
  }
}

/**
 * Refuses to call a source that a person has paused, or that is mirrored from another address than this server
 * has: its records would not belong to the rows that the viewer sees and may see.
 * @throws {RequestError} 409 `source_paused`, 503 `other_address`
 */
export async function requireLive(viewer: Viewer, source: Source): Promise<void> {
  const obstacle = await findObstacle(viewer, source)
  if (obstacle === 'paused') throw pausedError(source)
  if (obstacle === 'other_address')
    throw new RequestError(503, 'other_address', TOLD.other_address(sourceName(source)), {
      values: { source },
    })
}

/**
 * Refuses to sync a source that a person has paused.
 * @throws {RequestError} 409 `source_paused`
 */
export async function refuseWhilePaused(viewer: Viewer, source: Source): Promise<void> {
  if ((await findObstacle(viewer, source)) === 'paused') throw pausedError(source)
}

function pausedError(source: Source): RequestError {
  return new RequestError(409, 'source_paused', `${sourceName(source)} is paused: resume it first.`, {
    values: { source },
  })
}

type Obstacle = 'paused' | 'other_address'

const TOLD: Record<Obstacle, (label: string) => string> = {
  paused: (label) => `${label} is paused.`,
  other_address: (label) =>
    `This server is set up with another address of ${label} than its data comes from, so it reads nothing live.`,
}

/**
 * Finds why a source must not be called now; null: it may. Also applies a pause that the source asked another
 * process for.
 */
function findObstacle(viewer: Viewer, source: Source): Promise<Obstacle | null> {
  const now = new Date()
  return readSnapshot(viewer, async ({ tx }) => {
    const until = (await readAskedPauses(tx, now)).get(source)
    if (until !== undefined) upstreams().restraint.hold(source, until - now.getTime())
    if (await isPaused(tx, source)) return 'paused'
    return (await isMirroredElsewhere(tx, env(), source)) ? 'other_address' : null
  })
}

/** Says why the mirrored row is shown, as a code and in English. */
export function fallbackOf(
  { failure, obstacle }: LiveFailure,
  what: string,
): { fallback: Fallback; fallbackReason: string } {
  if (failure.code === 'not_found') {
    const name = sourceName(failure.source)
    const fallbackReason = `${name} has no ${what} with this id any more. This is how it was last read.`
    return { fallback: 'upstream_not_found', fallbackReason }
  }
  const fallbackReason = `${failure.message} This is how it was last read.`
  if (obstacle === 'paused') return { fallback: 'source_paused', fallbackReason }
  return { fallback: obstacle ?? `upstream_${failure.code}`, fallbackReason }
}

/**
 * True if an id that is not mirrored is worth a call to the source: up to 64 letters, digits, hyphens and
 * underscores. Any other id is unknown without a call.
 */
export function isPlausibleId(id: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id)
}
