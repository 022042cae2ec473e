import { addDays, type Day, dayInZone } from '#lib/calendar-date.ts'
import { weekStart } from '#lib/week.ts'

/** The business day that the run has now, in the zone that the server under test keeps; see lib/testing/test-day.ts. */
export function today(): Day {
  return dayInZone(new Date(), 'Africa/Lagos')
}

/** The Monday of the week that so many days ago was in. */
export function mondayDaysAgo(days: number): Day {
  return weekStart(addDays(today(), -days))
}
