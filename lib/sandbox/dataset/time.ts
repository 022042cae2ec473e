import 'server-only'
import { addDays, type Day, timeOfDay } from '#lib/calendar-date.ts'
import { weekStart } from '#lib/week.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
export const WEEK_MS = 7 * DAY_MS

/** Monday 1969-12-29 starts week 0, so a week has the same number in every dataset. */
const FIRST_MONDAY_MS = timeOfDay('1970-01-05') - WEEK_MS

/** One ISO week of the dataset. */
export type Week = {
  number: number
  monday: Day
  mondayMs: number
  /** Whole weeks before the week of the origin day; negative after it. */
  age: number
}

/** Returns the number of the week that contains an instant. */
export function weekNumber(timeMs: number): number {
  return Math.floor((timeMs - FIRST_MONDAY_MS) / WEEK_MS)
}

/** Returns the week with a number, for a given origin day. */
export function weekOf(number: number, originDay: Day): Week {
  const mondayMs = FIRST_MONDAY_MS + number * WEEK_MS
  const age = weekNumber(timeOfDay(weekStart(originDay))) - number
  return { number, monday: dayOf(mondayMs), mondayMs, age }
}

/** Returns the UTC day of an instant. */
export function dayOf(timeMs: number): Day {
  return new Date(timeMs).toISOString().slice(0, 10)
}

/** Returns the last day of a day's month. */
export function monthEnd(day: Day): Day {
  return addDays(`${nextMonth(day)}-01`, -1)
}

/** Returns the month (`YYYY-MM`) after that of a day or month. */
export function nextMonth(day: Day | string): string {
  const year = Number(day.slice(0, 4))
  const month = Number(day.slice(5, 7))
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`
}

/**
 * Returns an instant on the day `days` after `dayMs`, between 05:00 and 20:00 UTC, to the second.
 * @param share position within the working hours, 0..1.
 */
export function workingHour(dayMs: number, days: number, share: number): number {
  return dayMs + days * DAY_MS + 5 * HOUR_MS + Math.floor(share * 15 * 3600) * 1000
}

/** Formats an instant like `2025-05-20T10:00:00Z`. */
export function isoStamp(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`
}

/** Formats an instant in UTC like `2023-10-10 10:00:00`. */
export function plainStamp(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ')
}
