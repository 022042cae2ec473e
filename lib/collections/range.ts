import { addDays, type Day, daysBetween } from '#lib/calendar-date.ts'
import { sameDayLastYear, weekEnd, weekStart } from '#lib/week.ts'

export const RANGE_NAMES = ['13w', '26w', '52w', 'season'] as const
export type RangeName = (typeof RANGE_NAMES)[number]

export const RANGE_LABELS: Record<RangeName, string> = {
  '13w': '13 weeks',
  '26w': '26 weeks',
  '52w': '52 weeks',
  season: 'Season',
}

const RANGE_WEEKS: Record<Exclude<RangeName, 'season'>, number> = { '13w': 13, '26w': 26, '52w': 52 }

/** Inclusive days. */
export type DayRange = { from: Day; to: Day }
export type ChosenRange = DayRange & { name: RangeName | 'custom' }

/** The running week and the three before it: their periods are still being paid, so they judge nothing yet. */
export const WEEKS_STILL_BEING_PAID = 4

/**
 * The farming season a day lies in: wet from 1 April, dry from 1 October.
 * Out: the season's name and its first day, moved back to its Monday so that its weeks are whole.
 */
export function seasonOf(day: Day): { name: 'wet' | 'dry'; from: Day } {
  const [year, monthAndDay] = [Number(day.slice(0, 4)), day.slice(5)]
  if (monthAndDay >= '10-01') return { name: 'dry', from: weekStart(`${year}-10-01`) }
  if (monthAndDay >= '04-01') return { name: 'wet', from: weekStart(`${year}-04-01`) }
  return { name: 'dry', from: weekStart(`${year - 1}-10-01`) }
}

/**
 * The days a page shows. In: its URL's range name and own days (either day alone is enough to be a custom range), and today.
 * Out: inclusive days, in order. Named ranges are whole weeks and end with the running week.
 */
export function resolveRange(
  choice: { range: RangeName; from: Day | null; to: Day | null },
  today: Day,
): ChosenRange {
  if (choice.from !== null || choice.to !== null) return customRange(choice.from, choice.to, today)
  const to = weekEnd(today)
  if (choice.range === 'season') return { name: 'season', from: seasonOf(today).from, to }
  return { name: choice.range, from: addDays(to, 1 - 7 * RANGE_WEEKS[choice.range]), to }
}

function customRange(from: Day | null, to: Day | null, today: Day): ChosenRange {
  const last = to ?? weekEnd(from !== null && from > today ? from : today)
  const first = from ?? addDays(weekStart(last), -7 * (RANGE_WEEKS['26w'] - 1))
  return first <= last ? { name: 'custom', from: first, to: last } : { name: 'custom', from: last, to: first }
}

/** Number of days in a range, both ends included. */
export function lengthInDays(range: DayRange): number {
  return daysBetween(range.from, range.to) + 1
}

/**
 * The range of equal length just before. While a range still runs, both end at the same elapsed day,
 * so that five days of this week are not held against seven of an earlier one.
 */
export function previousRange(range: DayRange, today: Day): DayRange {
  return earlier(range, today, lengthInDays(range))
}

/** The same weeks last year, 52 weeks earlier, up to the same elapsed day. */
export function lastYearRange(range: DayRange, today: Day): DayRange {
  return earlier(range, today, daysBetween(sameDayLastYear(range.from), range.from))
}

function earlier(range: DayRange, today: Day, days: number): DayRange {
  const end = today >= range.from && today < range.to ? today : range.to
  return { from: addDays(range.from, -days), to: addDays(end, -days) }
}

/** The last day of the weeks that can be judged: everything before the weeks that are still being paid. */
export function lastSettledDay(today: Day): Day {
  return addDays(weekStart(today), -7 * (WEEKS_STILL_BEING_PAID - 1) - 1)
}

/** True for the week that today lies in. `week` is its Monday. */
export function isRunningWeek(week: Day, today: Day): boolean {
  return week === weekStart(today)
}
