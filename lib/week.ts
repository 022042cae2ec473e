import { addDays, type Day, daysBetween, timeOfDay } from './calendar-date.ts'

/** The Monday of the ISO week a day lies in. */
export function weekStart(day: Day): Day {
  const weekday = (new Date(timeOfDay(day)).getUTCDay() + 6) % 7
  return addDays(day, -weekday)
}

/** The Sunday of the ISO week a day lies in. */
export function weekEnd(day: Day): Day {
  return addDays(weekStart(day), 6)
}

/** Mondays of every week that touches `from`..`to`, both included. */
export function weeksBetween(from: Day, to: Day): Day[] {
  const first = weekStart(from)
  const count = Math.floor(daysBetween(first, weekStart(to)) / 7) + 1
  return Array.from({ length: Math.max(0, count) }, (_, i) => addDays(first, i * 7))
}

/** ISO week number and its year, e.g. 2027-01-01 is week 53 of 2026. */
export function isoWeek(day: Day): { year: number; week: number } {
  const thursday = addDays(weekStart(day), 3)
  const year = Number(thursday.slice(0, 4))
  return { year, week: Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1 }
}

/** The Monday that the ISO year of a day begins with; an ISO year is 52 or 53 whole weeks. */
export function isoYearStart(day: Day): Day {
  return weekStart(`${isoWeek(day).year}-01-04`)
}

/** True for a period that reaches beyond the week it starts in; it is counted whole in that week. */
export function isLongPeriod(start: Day, end: Day): boolean {
  return end > weekEnd(start)
}

/** The same weeks a year before: 52 weeks earlier, so weekdays keep their place. */
export function sameDayLastYear(day: Day): Day {
  return addDays(day, -52 * 7)
}
