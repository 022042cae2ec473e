import { addDays, type Day, daysBetween } from '#lib/calendar-date.ts'
import { sameDayLastYear, weekEnd, weekStart } from '#lib/week.ts'
import { DAYS_UNTIL_FAILURE_STANDS } from './rate.ts'
import type { SeasonRange } from './season.ts'

export const RANGE_NAMES = ['13w', '26w', '52w', 'season'] as const
export type RangeName = (typeof RANGE_NAMES)[number]

/** A range of so many weeks. */
type WeeksName = Exclude<RangeName, 'season'>
const RANGE_WEEKS: Record<WeeksName, number> = { '13w': 13, '26w': 26, '52w': 52 }

/** Inclusive days. */
export type DayRange = { from: Day; to: Day }
export type ChosenRange = DayRange & {
  name: RangeName | 'custom'
  /** The name that an admin gave the season. */
  season?: string
  /** True for the usual range in place of a season, because none is set. */
  isSeasonUnset?: boolean
}

/**
 * Resolves the days that a page shows, from its URL's range name and custom days. Either day alone makes a
 * custom range.
 * @param today the day in the business time zone.
 * @param season the season to choose, if the funding sources agree on one
 * @param usual the range in place of a season where there is none
 * @returns inclusive days in order. Named ranges are whole weeks and end with the current week; a season that is over
 * ends with its last week.
 */
export function resolveRange(
  choice: { range: RangeName; from: Day | null; to: Day | null },
  today: Day,
  season: SeasonRange | null = null,
  usual: WeeksName = '26w',
): ChosenRange {
  if (choice.from !== null || choice.to !== null) return customRange(choice.from, choice.to, today)
  if (choice.range !== 'season') return lastWeeks(choice.range, today)
  if (season === null) return { ...lastWeeks(usual, today), isSeasonUnset: true }
  return { name: 'season', season: season.season.name, from: season.from, to: season.to }
}

function lastWeeks(name: WeeksName, today: Day): ChosenRange {
  const to = weekEnd(today)
  return { name, from: addDays(to, 1 - 7 * RANGE_WEEKS[name]), to }
}

function customRange(from: Day | null, to: Day | null, today: Day): ChosenRange {
  const last = to ?? weekEnd(from !== null && from > today ? from : today)
  const first = from ?? addDays(weekStart(last), -7 * (RANGE_WEEKS['26w'] - 1))
  return first <= last ? { name: 'custom', from: first, to: last } : { name: 'custom', from: last, to: first }
}

/** Counts the days of a range, both ends included. */
export function lengthInDays(range: DayRange): number {
  return daysBetween(range.from, range.to) + 1
}

/**
 * Returns the range of equal length just before. While a range still runs, both end at the same elapsed day,
 * so that five days of this week are not compared with seven of an earlier one.
 */
export function previousRange(range: DayRange, today: Day): DayRange {
  return earlier(range, today, lengthInDays(range))
}

/** Returns the same weeks last year, 52 weeks earlier, up to the same elapsed day. */
export function lastYearRange(range: DayRange, today: Day): DayRange {
  return earlier(range, today, daysBetween(sameDayLastYear(range.from), range.from))
}

function earlier(range: DayRange, today: Day, days: number): DayRange {
  const end = today >= range.from && today < range.to ? today : range.to
  return { from: addDays(range.from, -days), to: addDays(end, -days) }
}

/**
 * Returns the last Sunday by which a week must have ended so that none of its failures is fresh: the weeks up
 * to it are old enough to compare.
 * @param today the day in the business time zone.
 */
export function lastComparableDay(today: Day): Day {
  return addDays(weekStart(addDays(today, 1 - DAYS_UNTIL_FAILURE_STANDS)), -1)
}

/**
 * True for the current week.
 * @param week the Monday of the week.
 */
export function isRunningWeek(week: Day, today: Day): boolean {
  return week === weekStart(today)
}
