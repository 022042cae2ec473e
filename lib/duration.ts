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
  const unit = UNITS.find((one) => Math.ceil(seconds) >= 2 * one.seconds)
  const count = Math.max(1, Math.ceil(seconds / (unit?.seconds ?? 1)))
  return `${count} ${unit?.name ?? 'second'}${count === 1 ? '' : 's'}`
}
