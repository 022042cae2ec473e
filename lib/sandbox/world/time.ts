import 'server-only'
import { addDays, type Day, timeOfDay } from '#lib/calendar-date.ts'
import { weekStart } from '#lib/week.ts'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
export const WEEK_MS = 7 * DAY_MS

/** Monday 1969-12-29 is week 0, so a week's number is the same in every world. */
const FIRST_MONDAY_MS = timeOfDay('1970-01-05') - WEEK_MS

/** One ISO week of the world. */
export type Week = {
  number: number
  monday: Day
  mondayMs: number
  /** Whole weeks before the week of the origin day; negative after it. */
  age: number
}

/** The number of the week that holds an instant. */
export function weekNumber(timeMs: number): number {
  return Math.floor((timeMs - FIRST_MONDAY_MS) / WEEK_MS)
}

/** The week with a number, in a world with the given origin day. */
export function weekOf(number: number, originDay: Day): Week {
  const mondayMs = FIRST_MONDAY_MS + number * WEEK_MS
  const age = weekNumber(timeOfDay(weekStart(originDay))) - number
  return { number, monday: dayOf(mondayMs), mondayMs, age }
}

/** The UTC day of an instant. */
export function dayOf(timeMs: number): Day {
  return new Date(timeMs).toISOString().slice(0, 10)
}

/** The last day of the month a day lies in. */
export function monthEnd(day: Day): Day {
  return addDays(`${nextMonth(day)}-01`, -1)
}

/** The month (`YYYY-MM`) after the one a day or month lies in. */
export function nextMonth(day: Day | string): string {
  const year = Number(day.slice(0, 4))
  const month = Number(day.slice(5, 7))
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`
}

/** An instant on the day `days` after `dayMs`, between 05:00 and 20:00 UTC, to the second; `share` is 0..1. */
export function workingHour(dayMs: number, days: number, share: number): number {
  return dayMs + days * DAY_MS + 5 * HOUR_MS + Math.floor(share * 15 * 3600) * 1000
}

/** `2025-05-20T10:00:00Z` */
export function isoStamp(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`
}

/** `2023-10-10 10:00:00`, UTC. */
export function plainStamp(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ')
}
