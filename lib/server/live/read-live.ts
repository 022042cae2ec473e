import 'server-only'
import { RequestError } from '#lib/errors.ts'
import { readAskedPauses } from '#lib/server/db/asked-pauses.ts'
import { readSnapshot } from '#lib/server/db/client.ts'
import { isPaused } from '#lib/server/db/pauses.ts'
import { startDeadline } from '#lib/server/upstream/deadline.ts'
import { UpstreamError } from '#lib/server/upstream/errors.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { SOURCE_LABELS, type Source } from '#lib/sources.ts'
import { upstreams } from './connected.ts'

/** Deadline for a live detail. After that, the person who opened the row sees the mirrored one. */
const PATIENCE_MS = 8_000

export type LiveReading<Value> = { value: Value; failure: null } | { value: null; failure: UpstreamError }

/**
 * Reads one object from its source within eight seconds. An upstream failure or a pause is a result, because
 * the mirrored row can stand in.
 * @throws any other error, including an abort by the client
 */
export async function readLive<Value>(
  viewer: Viewer,
  source: Source,
  signal: AbortSignal | undefined,
  read: (options: { signal: AbortSignal }) => Promise<Value>,
): Promise<LiveReading<Value>> {
  if (await isStopped(viewer, source)) {
    const message = `${SOURCE_LABELS[source]} is paused.`
    return { value: null, failure: new UpstreamError(source, 'unavailable', message) }
  }
  const deadline = startDeadline(PATIENCE_MS, signal)
  try {
    const value = await read({ signal: deadline.signal })
    return { value, failure: null }
  } catch (error) {
    if (signal?.aborted) throw error
    if (deadline.isOver()) {
      const message = `${SOURCE_LABELS[source]} did not answer in time.`
      return { value: null, failure: new UpstreamError(source, 'timeout', message, { cause: error }) }
    }
    if (error instanceof UpstreamError) return { value: null, failure: error }
    throw error
  } finally {
    deadline.end()
  }
}

/**
 * Refuses to call a source that a person has paused.
 * @throws {RequestError} 409 `source_paused`
 */
export async function refuseWhilePaused(viewer: Viewer, source: Source): Promise<void> {
  if (!(await isStopped(viewer, source))) return
  throw new RequestError(409, 'source_paused', `${SOURCE_LABELS[source]} is paused: resume it first.`)
}

/**
 * True while a person has paused the source. Also applies a pause that the source asked another process for.
 */
function isStopped(viewer: Viewer, source: Source): Promise<boolean> {
  const now = new Date()
  return readSnapshot(viewer, async ({ tx }) => {
    const until = (await readAskedPauses(tx, now)).get(source)
    if (until !== undefined) upstreams().restraint.hold(source, until - now.getTime())
    return isPaused(tx, source)
  })
}

/** Explains in plain words why the mirrored row is shown. */
export function fallbackReason(failure: UpstreamError, what: string): string {
  if (failure.code === 'not_found') {
    return `${SOURCE_LABELS[failure.source]} has no ${what} with this id any more. This is how it was last read.`
  }
  return `${failure.message} This is how it was last read.`
}

/**
 * True if an id that is not mirrored is worth a call to the source: up to 64 letters, digits, hyphens and
 * underscores. Any other id is unknown without a call.
 */
export function isPlausibleId(id: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id)
}
