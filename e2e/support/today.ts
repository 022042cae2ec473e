import { addDays, type Day, dayInZone } from '#lib/calendar-date.ts'
import { weekStart } from '#lib/week.ts'

/**
 * Returns the current business day of the run, in the time zone of the server under test; see
 * lib/testing/test-day.ts.
 */
export function today(): Day {
  return dayInZone(new Date(), 'Africa/Lagos')
}

/** Returns the Monday of the week of `days` days ago. */
export function mondayDaysAgo(days: number): Day {
  return weekStart(addDays(today(), -days))
}
