import { addDays, type Day, daysBetween, timeOfDay } from './calendar-date.ts'

/** Returns the Monday of the ISO week of a day. */
export function weekStart(day: Day): Day {
  const weekday = (new Date(timeOfDay(day)).getUTCDay() + 6) % 7
  return addDays(day, -weekday)
}

/** Returns the Sunday of the ISO week of a day. */
export function weekEnd(day: Day): Day {
  return addDays(weekStart(day), 6)
}

/** Lists the Mondays of every week that touches `from`..`to`, both included. */
export function weeksBetween(from: Day, to: Day): Day[] {
  const first = weekStart(from)
  const count = Math.floor(daysBetween(first, weekStart(to)) / 7) + 1
  return Array.from({ length: Math.max(0, count) }, (_, i) => addDays(first, i * 7))
}

/** Returns the ISO week number and its year, e.g. 2027-01-01 is week 53 of 2026. */
export function isoWeek(day: Day): { year: number; week: number } {
  const thursday = addDays(weekStart(day), 3)
  const year = Number(thursday.slice(0, 4))
  return { year, week: Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1 }
}

/** Returns the Monday on which a day's ISO year begins. An ISO year has 52 or 53 whole weeks. */
export function isoYearStart(day: Day): Day {
  return weekStart(`${isoWeek(day).year}-01-04`)
}

/** True for a period that ends after its start week. Figures count it whole in the start week. */
export function isLongPeriod(start: Day, end: Day): boolean {
  return end > weekEnd(start)
}

/** Returns the day 52 weeks earlier, so that weekdays keep their place. */
export function sameDayLastYear(day: Day): Day {
  return addDays(day, -52 * 7)
}
