/** The name under which the server tells a page's own scripts the id of the request that it answered. */
const TIMING_NAME = 'request'
/** A browser keeps this many entries unless asked for more; beyond them the last one is not the latest. */
const ENTRIES_KEPT = 250

/**
 * The id of the request that brought the page, or the part of it that was asked for last: it leads to the server's log.
 * Null where the browser does not tell.
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
