import 'server-only'
import type { Viewer } from '#lib/server/viewer.ts'
import { watchAccess } from './access-watch.ts'

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
