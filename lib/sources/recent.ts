import { addDays, type Day } from '#lib/calendar-date.ts'
import { weekStart } from '#lib/week.ts'

/** Weeks before the current one that are read on the fixed interval. Older ones share the hourly budget. */
export const RECENT_WEEKS = 8

/**
 * Returns the Monday from which weeks count as recent.
 * @param today the day in the business time zone.
 */
export function firstRecentDay(today: Day): Day {
  return addDays(weekStart(today), -7 * RECENT_WEEKS)
}
