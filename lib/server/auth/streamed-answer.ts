import 'server-only'
import type { Viewer } from '#lib/server/viewer.ts'
import { watchAccess } from './access-watch.ts'

/** A reader that takes nothing for so long gives its place to others. */
const STALLED_MS = 60_000
/** No file takes longer: a slow reader holds a place, and a snapshot of the database, no longer than this. */
const LONGEST_MS = 60 * 60_000
const EVENTS_TYPE = 'text/event-stream'

/**
 * A viewer's streamed answer that ends with its request (the framework reads nothing of an answer whose reader has left while
 * it was made), with the viewer's access, after a minute in which nothing of it was taken, and a file after an hour. A file
 * then breaks off, so that it never looks whole; events end, and the page asks for them again. What the
 * answer is made from is let go of in any case.
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
