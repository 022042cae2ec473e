/**
 * Returns the instant (ISO, UTC) as of which everything in a response was read completely: that of its oldest
 * part; null if it has no parts or if a part was never read completely.
 */
export function oldestReading(parts: readonly { recentAsOf: string | null }[]): string | null {
  const readings = parts.map((part) => part.recentAsOf)
  return readings.includes(null) ? null : (readings.toSorted()[0] ?? null)
}
