import { addDays, type Day } from '#lib/calendar-date.ts'
import { weekStart } from '#lib/week.ts'

/** Weeks before the current one that are read on the fixed interval; all older ones share the budget of history. */
export const RECENT_WEEKS = 8

/** The Monday from which weeks count as recent. `today` is a day of the business time zone. */
export function firstRecentDay(today: Day): Day {
  return addDays(weekStart(today), -7 * RECENT_WEEKS)
}
