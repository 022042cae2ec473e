import { type Day, daysBetween } from '#lib/calendar-date.ts'
import { weekStart } from '#lib/week.ts'

/** The last age of a billing week, in whole weeks since its end, up to which it is followed. */
export const MOST_AGE = 12

/**
 * Returns the whole weeks since the end of a billing week; negative while the week has not ended.
 * @param week the Monday of the billing week
 */
export function ageOnDay(week: Day, day: Day): number {
  return daysBetween(week, weekStart(day)) / 7 - 1
}
