// Runs on the server and, as it is, in a browser: what is compared is the one against the other.
import { dayInZone } from '#lib/calendar-date.ts'
import { isoWeek, weekEnd, weekStart } from '#lib/week.ts'
import { zonedClock } from '#lib/zone.ts'

/** Of so many instants one is also asked for how it is shown to people: the slow half of it. */
export const SHOWN_EVERY = 10

/**
 * All that Furrow says of an instant in a zone, as one line: its day as lists and figures have it, its ISO week, that week's
 * Monday and Sunday; and, where `isShown`, its day and time as they are shown.
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

/** The lines of many instants. */
export function calendarLines(instants: readonly number[], timeZone: string): string[] {
  return instants.map((instant, at) => calendarLine(instant, timeZone, at % SHOWN_EVERY === 0))
}

/** The same as one hash, which is quicker to hand over than its lines. */
export async function calendarDigest(instants: readonly number[], timeZone: string): Promise<string> {
  const bytes = new TextEncoder().encode(calendarLines(instants, timeZone).join('\n'))
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
