// Ages, presets and "today" follow the server's clock: a person's device may be days ahead, or hours behind.

/** The server's clock minus this device's, in milliseconds. */
let offsetMs = 0

/** An answer shows its second of sending, and may have been under way for a while: smaller differences mean nothing. */
const TOLERANCE_MS = 10_000

/**
 * Sets this page's clock by the moment at which the server rendered the page, which is when its first byte arrived.
 * @param renderedAtMs epoch milliseconds by the server's clock
 */
export function setServerClock(renderedAtMs: number): void {
  const [navigation] = performance.getEntriesByType('navigation')
  const arrivedMs =
    navigation instanceof PerformanceNavigationTiming && navigation.responseStart > 0
      ? navigation.responseStart
      : performance.now()
  offsetMs = Math.round(renderedAtMs - (Date.now() - performance.now() + arrivedMs))
}

/**
 * Moves this page's clock forward if an answer was sent later than the page believes it is: the device's clock was set
 * back, or stood still. An earlier date proves nothing, because a cache may have kept it.
 * @param date the Date header of an answer of our own server; null is ignored
 */
export function correctServerClock(date: string | null): void {
  const sentMs = Date.parse(date ?? '')
  if (sentMs > serverNow() + TOLERANCE_MS) offsetMs = sentMs - Date.now()
}

/** The time by the server's clock, in epoch milliseconds. */
export function serverNow(): number {
  return Date.now() + offsetMs
}

/** Converts an instant of the server's clock to this device's clock; both in epoch milliseconds. */
export function inDeviceTime(serverMs: number): number {
  return serverMs - offsetMs
}
