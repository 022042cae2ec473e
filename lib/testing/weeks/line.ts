// Runs unchanged on the server and in a browser, because the test compares the two.
import { dayInZone } from '#lib/calendar-date.ts'
import { isoWeek, weekEnd, weekStart } from '#lib/week.ts'
import { zonedClock } from '#lib/zone.ts'

/** One in this many instants is also formatted for display, which is the slow part. */
export const SHOWN_EVERY = 10

/**
 * Describes an instant in a zone in one line: its day in lists and figures, its ISO week, and that week's
 * Monday and Sunday. With `isShown` the line also has the displayed day and time.
 */
export function calendarLine(instantMs: number, timeZone: string, isShown: boolean): string {
  const instant = new Date(instantMs)
  const day = dayInZone(instant, timeZone)
  const { year, week } = isoWeek(day)
  const line = `${day} ${year}-W${String(week).padStart(2, '0')} ${weekStart(day)} ${weekEnd(day)}`
  if (!isShown) return line
  const shown = zonedClock(instant.toISOString(), timeZone)
  return `${line} ${shown.day} ${shown.time}`
}

/** Returns the lines of many instants. */
export function calendarLines(instants: readonly number[], timeZone: string): string[] {
  return instants.map((instant, at) => calendarLine(instant, timeZone, at % SHOWN_EVERY === 0))
}

/** Returns the same lines as one hash, which is faster to transfer. */
export async function calendarDigest(instants: readonly number[], timeZone: string): Promise<string> {
  const bytes = new TextEncoder().encode(calendarLines(instants, timeZone).join('\n'))
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
