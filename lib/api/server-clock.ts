// Ages, presets and "today" follow the server's clock: a device may be days ahead or hours behind.

/** The server's clock minus the device's clock, in milliseconds. */
let offsetMs = 0

/** The Date header has whole seconds, and the response took time to arrive. Smaller differences are noise. */
const TOLERANCE_MS = 10_000

/**
 * Sets the page's clock from the time at which the server rendered the page, taken as the arrival of its
 * first byte.
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
 * Moves the page's clock forward when a response was sent later than the page's current time, because the
 * device's clock was set back or stopped. An earlier date proves nothing, because a cache may have kept the
 * response.
 * @param date the Date header of a response of our own server; null is ignored
 */
export function correctServerClock(date: string | null): void {
  const sentMs = Date.parse(date ?? '')
  if (sentMs > serverNow() + TOLERANCE_MS) offsetMs = sentMs - Date.now()
}

/** Returns the current time by the server's clock, in epoch milliseconds. */
export function serverNow(): number {
  return Date.now() + offsetMs
}

/** Converts a server time to the device's clock, both in epoch milliseconds. */
export function inDeviceTime(serverMs: number): number {
  return serverMs - offsetMs
}
