import Big from 'big.js'
import { addDays, type Day } from '#lib/calendar-date.ts'
import { type Decimal, sumMoney } from '#lib/money.ts'
import { weekStart } from '#lib/week.ts'
import { leftOutOfRange, sumFigures } from './figures.ts'
import type { DayRange } from './range.ts'
import { isTooMuchLeftOut, RATE_ISSUES, type RateIssue } from './rate.ts'
import type { Figures } from './schema.ts'

/** Whole weeks of one trailing rate. */
export const TARGET_WEEKS = 13
/** Weekly points of a trailing rate, the latest one included. */
export const TARGET_POINTS = 26
/** So many percentage points above the target a rate has room; with less it is watched. */
export const WATCH_POINTS = 2

/** How a trailing rate stands to its target; exactly one holds. */
export const TARGET_STATES = ['below', 'watch', 'met', 'open'] as const
export type TargetState = (typeof TARGET_STATES)[number]

/** Why it is open. `undecided`: payments that may still arrive decide whether the target is met. */
export const OPEN_REASONS = ['undecided', 'missing_days', 'left_out', ...RATE_ISSUES] as const
export type OpenReason = (typeof OPEN_REASONS)[number]

/** The figures that a target is compared with. */
export type TargetFigures = {
  collected: Decimal
  billed: Decimal
  inFlight: Decimal
  freshFailed: Decimal
  rate: number | null
  reachable: number | null
  rateIssue: RateIssue | null
  /** True if some of the days have not been read completely. */
  isPartial: boolean
  /** True if so much is left out that no rate may be stated. */
  isTooMuchLeftOut: boolean
}

/**
 * Compares a trailing rate with its target, on the exact amounts.
 * - `below`: all that it can still reach is less than the target.
 * - `met`: the rate so far is at least 2 points above the target, or 100 %.
 * - `watch`: the rate so far is at least the target, with less room than that; or at most half a point is still open,
 *   and with it the target is reached.
 * - `open`: payments that may still arrive decide, or there is no rate; `reason` says which.
 * @param percent the target, more than 0 and at most 100
 */
export function targetState(
  figures: TargetFigures,
  percent: Decimal,
): { state: TargetState; reason: OpenReason | null } {
  const reason = whyNoRate(figures)
  if (reason !== null) return { state: 'open', reason }
  const target = new Big(percent)
  const room = Big(100).lt(target.plus(WATCH_POINTS)) ? new Big(100) : target.plus(WATCH_POINTS)
  const isAtLeast = (part: Decimal, least: Big) => new Big(part).times(100).gte(least.times(figures.billed))
  if (!isAtLeast(reachableAmount(figures), target)) return { state: 'below', reason: null }
  if (isAtLeast(figures.collected, room)) return { state: 'met', reason: null }
  if (isAtLeast(figures.collected, target) || isSettledExactly(figures))
    return { state: 'watch', reason: null }
  return { state: 'open', reason: 'undecided' }
}

function whyNoRate(figures: TargetFigures): OpenReason | null {
  if (figures.isPartial) return 'missing_days'
  return figures.rateIssue ?? (figures.isTooMuchLeftOut ? 'left_out' : null)
}

/** The amounts behind a rate and what it may still reach. */
export type TargetAmounts = Pick<TargetFigures, 'collected' | 'billed' | 'inFlight' | 'freshFailed'>

/** True if at most half a percentage point of what was billed is still open. */
export function isSettledExactly(amounts: TargetAmounts): boolean {
  return new Big(reachableAmount(amounts)).minus(amounts.collected).times(200).lte(amounts.billed)
}

/** What is collected if everything that is still open is paid: from collected to billed, as the reachable rate. */
export function reachableAmount({ collected, billed, inFlight, freshFailed }: TargetAmounts): Decimal {
  const all = new Big(sumMoney([collected, inFlight, freshFailed]))
  if (all.lt(collected)) return collected
  return all.gt(billed) ? billed : all.toFixed()
}

/**
 * Counts the latest weekly points in a row at which the trailing rate was below its target. The latest points that are
 * still undecided are passed over: they say nothing yet. Any other point that is not below ends the row.
 * @param points the latest first
 * @returns the count, and whether the row may be longer: it reaches the first of the points, or one that is open
 */
export function weeksBelow(points: readonly { state: TargetState; reason: OpenReason | null }[]): {
  weeksBelow: number
  isBelowLonger: boolean
} {
  const decided = points.slice(placeOrEnd(points, ({ reason }) => reason !== 'undecided'))
  const count = placeOrEnd(decided, ({ state }) => state !== 'below')
  const isOpenEnded = count === decided.length || decided[count]?.state === 'open'
  return { weeksBelow: count, isBelowLonger: count > 0 && isOpenEnded }
}

function placeOrEnd<Item>(items: readonly Item[], isIt: (item: Item) => boolean): number {
  const at = items.findIndex(isIt)
  return at < 0 ? items.length : at
}

/** The distance of a rate from its target in shares of one, negative below it; null without a rate. */
export type Headroom = { soFar: number; reachable: number } | null

/** Returns the headroom of a point, from its exact amounts: from the rate so far to the reachable one. */
export function headroomOf(
  { rate, reason, ...amounts }: TargetAmounts & Pick<TargetFigures, 'rate'> & { reason: OpenReason | null },
  percent: Decimal,
): Headroom {
  if (rate === null || (reason !== null && reason !== 'undecided')) return null
  const over = (part: Decimal) =>
    Number(new Big(part).div(amounts.billed).minus(new Big(percent).div(100)).toFixed())
  return { soFar: over(amounts.collected), reachable: over(reachableAmount(amounts)) }
}

/** Returns the Mondays of all weeks behind the points, the latest first. The latest is the last week that has ended. */
export function targetWeeks(today: Day): Day[] {
  const latest = addDays(weekStart(today), -7)
  return Array.from({ length: TARGET_POINTS + TARGET_WEEKS - 1 }, (_, back) => addDays(latest, -7 * back))
}

/** The figures of one week: null where nothing was billed, and the periods without a currency. */
export type TargetWeek = { week: Day; figures: Figures | null; withoutCurrency: number }

/**
 * Adds up the trailing weeks of each point.
 * @param weeks every week of `targetWeeks`, the latest first
 * @param isPartial whether some of these days have not been read completely
 * @param undated billing periods whose start day is unreadable, so that they may belong to any week
 * @returns the points, the latest first
 */
export function targetPoints(
  weeks: readonly TargetWeek[],
  {
    currency,
    percent,
    isPartial,
    undated,
  }: { currency: string; percent: Decimal; isPartial: (days: DayRange) => boolean; undated: number },
) {
  const ends = weeks.slice(0, weeks.length - TARGET_WEEKS + 1)
  return ends.map(({ week }, at) => {
    const own = weeks.slice(at, at + TARGET_WEEKS)
    const figures = sumFigures(
      own.flatMap((one) => one.figures ?? []),
      currency,
    )
    const withoutCurrency = own.reduce((sum, one) => sum + one.withoutCurrency, undated)
    const days = { from: own.at(-1)?.week ?? week, to: addDays(week, 6) }
    const { billed, collected, inFlight, freshFailed, rate, reachable, rateIssue } = figures
    const known = { billed, collected, inFlight, freshFailed, rate, reachable, rateIssue }
    const leftOut = leftOutOfRange({ figures, withoutCurrency })
    const partial = isPartial(days)
    const compared = { ...known, isPartial: partial, isTooMuchLeftOut: isTooMuchLeftOut(leftOut) }
    return { ...days, ...known, leftOut: leftOut.leftOut, partial, ...targetState(compared, percent) }
  })
}
