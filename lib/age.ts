/** A length of time in the largest unit that a reader needs. */
export type Age = { unit: 'now' | 'seconds' | 'minutes' | 'hours' | 'days'; count: number }

/**
 * Returns a length of time in one unit, rounded down: hours up to two days, then days. Less than two seconds
 * and a time in the future are `now`.
 */
export function ageOf(ms: number): Age {
  const seconds = Math.floor(ms / 1000)
  if (seconds < 2) return { unit: 'now', count: 0 }
  if (seconds < 60) return { unit: 'seconds', count: seconds }
  if (seconds < 3600) return { unit: 'minutes', count: Math.floor(seconds / 60) }
  if (seconds < 48 * 3600) return { unit: 'hours', count: Math.floor(seconds / 3600) }
  return { unit: 'days', count: Math.floor(seconds / 86_400) }
}
