import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { apiPaths } from '#lib/paths.ts'
import { staleKeys } from '#lib/sources/changes.ts'
import { sourceQueries } from '#lib/sources/queries.ts'
import type { MirrorChange } from '#lib/sources/schema.ts'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
/** Queries are asked again at most so often, however fast changes come. */
const GAP_MS = 2_000

/**
 * Asks queries again as the mirror changes, while the page is looked at. Without events, or between two connections, the
 * queries' own intervals go on as ever. Out: call it to stop.
 */
export function followMirror(client: QueryClient): () => void {
  const renewal = createRenewal(client)
  let snapshot = client.getQueryData(sourceQueries.health().queryKey)?.snapshot
  let events: EventSource | null = null
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const hear = ({ data }: MessageEvent<string>) => {
    failures = 0
    const change: MirrorChange = JSON.parse(data)
    // The first event of a connection names no list: what happened before it can only be told by the version.
    const isGap = change.lists.length === 0 && snapshot !== undefined && change.snapshot !== snapshot
    snapshot = change.snapshot
    if (isGap || change.lists.length > 0) renewal.ask(staleKeys(isGap ? 'all' : change.lists))
  }
  const disconnect = () => {
    clearTimeout(timer)
    events?.close()
    events = null
  }
  const connect = () => {
    disconnect()
    events = new EventSource(apiPaths.events)
    events.addEventListener('changed', hear)
    events.onerror = () => {
      disconnect()
      const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures)
      failures += 1
      timer = setTimeout(connect, pauseMs * (0.5 + Math.random() / 2))
    }
  }
  // A browser holds few connections to one server: a page that nobody looks at keeps none.
  const look = () => (document.visibilityState === 'visible' ? connect() : disconnect())
  document.addEventListener('visibilitychange', look)
  // Without it the pause after the last attempt, up to a minute, would be waited for.
  window.addEventListener('online', look)
  look()
  return () => {
    document.removeEventListener('visibilitychange', look)
    window.removeEventListener('online', look)
    disconnect()
    renewal.stop()
  }
}

/** Gathers keys and asks their queries again, at once or when the gap since the last time is over. */
function createRenewal(client: QueryClient) {
  let waiting: QueryKey[] = []
  let lastAt = -GAP_MS
  let timer: ReturnType<typeof setTimeout> | undefined
  const renew = () => {
    timer = undefined
    lastAt = performance.now()
    const keys = new Map(waiting.map((key) => [key.join(' '), key]))
    waiting = []
    for (const queryKey of keys.values()) void client.invalidateQueries({ queryKey })
  }
  return {
    ask: (keys: readonly QueryKey[]) => {
      waiting.push(...keys)
      timer ??= setTimeout(renew, Math.max(0, lastAt + GAP_MS - performance.now()))
    },
    stop: () => clearTimeout(timer),
  }
}
