const UNITS = [
  { name: 'day', seconds: 86_400 },
  { name: 'hour', seconds: 3600 },
  { name: 'minute', seconds: 60 },
] as const

/**
 * Prints a duration in the largest unit that fits at least twice, e.g. 3107 seconds is "52 minutes".
 * @param seconds rounded up, so that the text never understates a wait.
 */
export function printDuration(seconds: number): string {
  const { unit, count } = inUnit(seconds)
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** Returns the same as a unit and a count, to word it in another language. */
export function inUnit(seconds: number): { unit: 'day' | 'hour' | 'minute' | 'second'; count: number } {
  const unit = UNITS.find((one) => Math.ceil(seconds) >= 2 * one.seconds)
  return {
    unit: unit?.name ?? 'second',
    count: Math.max(1, Math.ceil(seconds / (unit?.seconds ?? 1))),
  }
}
