import 'server-only'
import { RequestError } from '#lib/errors.ts'
import { outOfScope } from '#lib/server/lists/out-of-scope.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { MirrorChange } from '#lib/sources/schema.ts'
import { changeFeed } from './change-feed.ts'

const HEARTBEAT_MS = 15_000
/** Changes within this time become one event, because a first sync changes something many times a second. */
const GATHER_MS = 250
/** How long a browser waits before reconnecting by itself. */
const RETRY_MS = 3_000
export const MAX_STREAMS = 500
export const MAX_STREAMS_OF_VIEWER = 50

const open = new Map<symbol, string>()

/**
 * Streams server-sent events to one reader: which lists changed and the version the mirror has reached, never
 * a row. The stream ends with `signal`.
 * @throws {RequestError} 503 `busy` when too many streams are open, in total or for the viewer
 */
export function changeStream(viewer: Viewer, signal: AbortSignal): Response {
  const ofViewer = [...open.values()].filter((id) => id === viewer.id).length
  if (open.size >= MAX_STREAMS || ofViewer >= MAX_STREAMS_OF_VIEWER)
    throw new RequestError(503, 'busy', 'Too many pages follow the changes; ask for them now and then.')
  const place = Symbol(viewer.id)
  let close = () => {}
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      open.set(place, viewer.id)
      close = send(viewer, controller, signal, () => open.delete(place))
    },
    cancel: () => close(),
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      // Keeps proxies from compressing or buffering the stream: an event must arrive when it is sent.
      'cache-control': 'private, no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}

function send(
  viewer: Viewer,
  controller: ReadableStreamDefaultController<Uint8Array>,
  signal: AbortSignal,
  onClose: () => void,
): () => void {
  const encoder = new TextEncoder()
  const write = (text: string) => controller.enqueue(encoder.encode(text))
  // A reader that stops reading is sent nothing more; its pending changes become one event.
  const isSlow = () => (controller.desiredSize ?? 0) < 0
  let pending: MirrorChange | null = null
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    timer = undefined
    if (pending === null) return
    if (isSlow()) timer = setTimeout(flush, GATHER_MS)
    else {
      write(`id: ${pending.snapshot}\nevent: changed\ndata: ${JSON.stringify(pending)}\n\n`)
      pending = null
    }
  }
  write(`retry: ${RETRY_MS}\n\n`)
  const unsubscribe = changeFeed().subscribe((heard) => {
    const change = changeFor(viewer, heard)
    if (change === null) return
    pending = pending === null ? change : merge(pending, change)
    timer ??= setTimeout(flush, GATHER_MS)
  })
  const heartbeat = setInterval(() => {
    if (!isSlow()) write(': still here\n\n')
  }, HEARTBEAT_MS)
  let isOpen = true
  const close = () => {
    if (!isOpen) return
    isOpen = false
    clearTimeout(timer)
    clearInterval(heartbeat)
    unsubscribe()
    onClose()
  }
  const end = () => {
    if (!isOpen) return
    close()
    controller.close()
  }
  if (signal.aborted) end()
  else signal.addEventListener('abort', end, { once: true })
  return close
}

/** Limits a change to lists that can hold rows of the viewer's scope. Null if none of its lists can. */
function changeFor(viewer: Viewer, change: MirrorChange): MirrorChange | null {
  const lists = change.lists.filter(({ source }) => outOfScope(viewer, source) === null)
  return change.lists.length > 0 && lists.length === 0 ? null : { ...change, lists }
}

function merge(earlier: MirrorChange, later: MirrorChange): MirrorChange {
  const lists = [...earlier.lists, ...later.lists]
  const names = lists.map(({ source, resource }) => `${source} ${resource}`)
  return { snapshot: later.snapshot, lists: lists.filter((_, at) => names.indexOf(names[at] ?? '') === at) }
}
