import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { apiPaths } from '#lib/paths.ts'
import { staleKeys } from '#lib/sources/changes.ts'
import { sourceQueries } from '#lib/sources/queries.ts'
import type { MirrorChange } from '#lib/sources/schema.ts'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
/** Queries are refetched at most this often, however fast changes arrive. */
const GAP_MS = 2_000

/**
 * Refetches queries when the mirror changes, while the page is visible. Without events, or between two
 * connections, the queries' own intervals continue.
 * @returns a function that stops the updates.
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
    // A connection's first event names no list. Only its version shows whether something changed before.
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
  // A browser limits its connections to one server, so a hidden page keeps none.
  const look = () => (document.visibilityState === 'visible' ? connect() : disconnect())
  document.addEventListener('visibilitychange', look)
  // Reconnects as soon as the browser is online instead of waiting out the backoff (up to 60 s).
  window.addEventListener('online', look)
  look()
  return () => {
    document.removeEventListener('visibilitychange', look)
    window.removeEventListener('online', look)
    disconnect()
    renewal.stop()
  }
}

/** Collects query keys and invalidates them, at once or when the minimum gap since the last time is over. */
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
