/** Name of the Server-Timing entry that passes the request id to the page's scripts. */
const TIMING_NAME = 'request'
/** Default size of the browser's resource timing buffer. A full buffer drops the latest requests. */
const ENTRIES_KEPT = 250

/**
 * Returns the id of the latest request for the page or a part of the page, which finds the server's log line.
 * Null where the browser does not expose the id.
 */
export function pageRequestId(entries: readonly PerformanceEntry[] = readEntries()): string | null {
  if (entries.length > ENTRIES_KEPT) return null
  for (const entry of entries.toReversed()) {
    const { serverTiming = [] } = entry as PerformanceResourceTiming
    const id = serverTiming.find(({ name }) => name === TIMING_NAME)?.description
    if (id) return id
  }
  return null
}

function readEntries(): PerformanceEntry[] {
  if (typeof performance.getEntriesByType !== 'function') return []
  return ['navigation', 'resource'].flatMap((type) => performance.getEntriesByType(type))
}
