import 'server-only'
import { processWide } from '#lib/server/config/process-wide.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { viewersOfKeys } from './integration-key.ts'
import { hashSecret } from './secrets.ts'
import { readSessionToken } from './session-cookie.ts'
import { bearerKey, viewersOfSessions } from './viewer.ts'

/** A reader that takes nothing for this long loses its slot. */
const STALLED_MS = 60_000
/** The longest a file may take: a slow reader holds a slot and a database snapshot no longer than this. */
const LONGEST_MS = 60 * 60_000
const EVENTS_TYPE = 'text/event-stream'

/**
 * Wraps a viewer's streamed response so that it ends when the request is aborted, when the viewer loses
 * access, after a minute without a read, and, for a file, after an hour. The request's abort signal is needed
 * because the framework reads nothing of a response whose reader left before it was ready. A file ends with
 * an error, so that a truncated download never looks complete; an event stream closes, and the page
 * reconnects. In every case the source stream is cancelled.
 */
export function streamedAnswer(response: Response, request: Request, viewer: Viewer): Response {
  if (response.body === null) return response
  const isFile = !response.headers.get('content-type')?.startsWith(EVENTS_TYPE)
  const reader = response.body.getReader()
  let controller: ReadableStreamDefaultController<Uint8Array>
  let isOver = false
  let stalled: NodeJS.Timeout | undefined
  let unwatch = () => {}
  const settle = () => {
    isOver = true
    clearTimeout(stalled)
    clearTimeout(longest)
    unwatch()
    request.signal.removeEventListener('abort', leave)
  }
  const cut = (reason: string) => {
    if (isOver) return
    settle()
    if (isFile) controller.error(new Error(reason))
    else controller.close()
    void reader.cancel(reason).catch(() => {})
  }
  const leave = () => cut('The reader has left')
  const waitForReader = () => {
    stalled = setTimeout(() => cut('The reader of an answer has stalled'), STALLED_MS).unref()
  }
  const longest = isFile ? setTimeout(() => cut('An answer took too long'), LONGEST_MS).unref() : undefined
  const body = new ReadableStream<Uint8Array>(
    {
      start: (own) => {
        controller = own
        waitForReader()
      },
      async pull() {
        clearTimeout(stalled)
        try {
          const { done, value } = await reader.read()
          if (isOver) return
          if (done) {
            settle()
            return controller.close()
          }
          controller.enqueue(value)
          waitForReader()
        } catch (error) {
          if (isOver) return
          settle()
          throw error
        }
      },
      async cancel(reason) {
        settle()
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
  unwatch = watchAccess(request, viewer, () => cut('The access of the reader has ended'))
  if (request.signal.aborted) leave()
  else request.signal.addEventListener('abort', leave)
  return new Response(body, response)
}

/** How soon a stream ends after its reader has lost access. */
const CHECK_EVERY_MS = 1_000

type Watched = { kind: Viewer['kind']; secret: string; scope: string; onEnd: () => void }

const shared = processWide<{ watched: Set<Watched>; timer?: NodeJS.Timeout }>('furrowAccess')

/**
 * Calls `onEnd` once when the session or key of a request ends, or when its scope changes: a disabled person,
 * a changed role or funding source, a sign-out, a revoked or expired key, an expired session. One timer
 * checks all streams of a process with at most two statements a second, so that a change made on any server,
 * or in the database, takes effect.
 * @returns a function that stops watching
 */
function watchAccess(request: Request, viewer: Viewer, onEnd: () => void): () => void {
  const secret = secretOf(request, viewer)
  if (secret === null) {
    onEnd()
    return () => {}
  }
  shared.value ??= { watched: new Set() }
  const access = shared.value
  const one: Watched = { kind: viewer.kind, secret, scope: scopeText(viewer), onEnd }
  access.watched.add(one)
  access.timer ??= setTimeout(() => void check(), CHECK_EVERY_MS).unref()
  return () => access.watched.delete(one)
}

function secretOf({ headers }: Request, { kind }: Viewer): string | null {
  if (kind === 'person') return readSessionToken(headers.get('cookie'))
  const key = bearerKey(headers)
  return key === null ? null : hashSecret(key)
}

async function check(): Promise<void> {
  const access = shared.value
  if (!access) return
  const watched = [...access.watched]
  try {
    const ofKind = (kind: Viewer['kind']) =>
      new Set(watched.filter((one) => one.kind === kind).map(({ secret }) => secret))
    const [people, integrations] = [ofKind('person'), ofKind('integration')]
    const sessions = people.size > 0 ? await viewersOfSessions([...people]) : null
    const keys = integrations.size > 0 ? await viewersOfKeys([...integrations]) : null
    for (const one of watched) {
      const viewer = (one.kind === 'person' ? sessions : keys)?.get(one.secret)
      if (viewer && scopeText(viewer) === one.scope) continue
      if (access.watched.delete(one)) one.onEnd()
    }
  } catch {
    // PostgreSQL does not answer: the watch keeps every stream open, and the next check asks again.
  }
  const isWatching = access.watched.size > 0
  if (isWatching) access.timer = setTimeout(() => void check(), CHECK_EVERY_MS).unref()
  else delete access.timer
}

function scopeText({ id, role, fundingSources }: Viewer): string {
  return JSON.stringify([id, role, fundingSources])
}
