import 'server-only'
import { sql } from 'drizzle-orm'
import { daysBetween } from '#lib/calendar-date.ts'
import type { NoEqualAge } from '#lib/collections/bridge-names.ts'
import { type ComparedSide, shareOf, whyNot } from '#lib/collections/comparison.ts'
import { leftOutOfRange } from '#lib/collections/figures.ts'
import type { ComparisonFilters } from '#lib/collections/filters.ts'
import { type DayRange, resolveRange } from '#lib/collections/range.ts'
import type { EarlierRange, Figures, RangeFigures } from '#lib/collections/schema.ts'
import type { NoComparison } from '#lib/collections/verdict-names.ts'
import { compareMoney, subtractMoney, sumMoney } from '#lib/money.ts'
import type { Freshness } from '#lib/schema.ts'
import { businessToday } from '#lib/server/config/business-today.ts'
import type { Executor } from '#lib/server/db/client.ts'
import { asOfInstant } from '#lib/server/lists/history-start.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { type Reader, readFigures, readRange, whereOf } from './compared-range.ts'
import { mirrorBegan, readSumsThen } from './moments.ts'
import { BILLING_PERIODS, sumsBy } from './sums.ts'

/** Most of what ended by an instant, as a share, that may have been seen only later. */
const MOST_UNSEEN = 0.05
/** Most of the amounts, as a share, whose status at an instant is uncertain. */
const MOST_UNCERTAIN = 0.005

/** A range, and since when its newest weeks are known as they are; null if they never were read completely. */
export type Observed = RangeFigures & { asOf: Date | null }

type Asked = { reader: Reader; side: RangeFigures; observed: Observed; freshness: Freshness[] }

/**
 * Reads the range that a comparison asks for.
 * @param filters without a currency: the one with most billing periods, or XXX if there is none; without days: the
 * last 26 weeks
 * @throws {RequestError} 400 as `asOfInstant`
 */
export async function readAsked(
  tx: Executor,
  viewer: Viewer,
  filters: ComparisonFilters,
  now: Date,
): Promise<Asked> {
  const { from, to, funding_source } = filters
  const [list] = BILLING_PERIODS
  const at = filters.as_of ? await asOfInstant(tx, list, filters.as_of) : null
  const today = businessToday(at === null ? now : new Date(at))
  const range = resolveRange({ range: '26w', from, to }, today)
  const currency = filters.currency ?? (await mostUsedCurrency(tx, viewer, funding_source))
  const all = { currency: [currency], funding_source, from: null, to: null }
  const reader = { tx, viewer, filters: all, currency, now, today, at }
  const { side, freshness } = await readRange(reader, { from: range.from, to: range.to })
  return { reader, side, observed: { ...side, asOf: dataAsOf(freshness, now) }, freshness }
}

/** ISO 4217's code for no currency. */
const NO_CURRENCY = 'XXX'

async function mostUsedCurrency(
  tx: Executor,
  viewer: Viewer,
  fundingSources: readonly string[],
): Promise<string> {
  const filters = { currency: [], funding_source: fundingSources, from: null, to: null }
  const found = await sumsBy(tx, { group: sql`null::text`, coarsest: 'year' }, viewer, filters)
  const counts = Map.groupBy(found, (sum) => sum.currency)
  const [most] = [...counts]
    .filter(([currency]) => currency !== null)
    .map(([currency, sums]) => ({ currency, count: sums.reduce((all, { count }) => all + count, 0) }))
    .toSorted((a, b) => b.count - a.count)
  return most?.currency ?? NO_CURRENCY
}

/**
 * Returns how old the figures are: as a source that is not read goes on, they stay as they were. Null as of an
 * earlier instant, for which that is not kept.
 */
function dataAsOf([list]: readonly Freshness[], now: Date): Date | null {
  const at = list?.recentAsOf ?? list?.historyAsOf ?? null
  return at === null ? null : new Date(Math.min(Date.parse(at), now.getTime()))
}

/** Returns why a range is not compared with an earlier one by any rule; null if it may be. */
export function whyNotCompared(reader: Reader, now: RangeFigures, before: RangeFigures): NoComparison | null {
  return now.from > reader.today ? 'too_recent' : whyNot(comparedSide(now), comparedSide(before))
}

function comparedSide(side: RangeFigures): ComparedSide {
  return { figures: side.figures, leftOut: leftOutOfRange(side), isIncomplete: side.isIncomplete }
}

/** The days of the range that have passed, their figures, and the earlier days at the same age. */
export type Then = {
  asOf: string
  days: DayRange
  now: Figures
  earlier: NonNullable<EarlierRange['atEqualAge']>['earlier']
}

/** Returns the instant at which an earlier range was as old as the range is now; null if that is not known. */
export function equalAgeInstant(now: Observed, range: DayRange): Date | null {
  const shift = daysBetween(range.from, now.from)
  return now.asOf && new Date(now.asOf.getTime() - shift * 86_400_000)
}

/**
 * Reads an earlier range as it was when it was as old as the range is now, or returns why that is not known: the
 * mirror began later, much of the range was seen only later, too many changes may lie on either side of the
 * instant, or there was no rate.
 */
export async function readThen(reader: Reader, now: Observed, range: DayRange): Promise<Then | NoEqualAge> {
  const instant = equalAgeInstant(now, range)
  if (instant === null || !(await hasBegunBy(reader, instant))) return 'not_observed'
  const asOf = instant.toISOString()
  const then = await readSumsThen(reader.tx, whereOf(reader), range, { asOf, day: businessToday(instant) })
  const billed = sumMoney([then.collected, then.failed, then.inFlight])
  const hasEnded = compareMoney(then.ended, '0') > 0
  if (hasEnded && shareOf(then.endedUnseen, then.ended) > MOST_UNSEEN) return 'not_observed'
  const isPositive = compareMoney(billed, '0') > 0
  const isWithin = compareMoney(then.collected, '0') >= 0 && compareMoney(then.collected, billed) <= 0
  if (!isPositive || !isWithin) return 'no_rate_then'
  if (shareOf(then.uncertain, billed) > MOST_UNCERTAIN) return 'uncertain'
  const days = { from: now.from, to: now.to > reader.today ? reader.today : now.to }
  const figures = days.to === now.to ? now.figures : (await readFigures(reader, days)).figures
  if (figures.rate === null) return 'no_rate_then'
  const { collected, failed } = then
  const outstanding = subtractMoney(billed, collected)
  return { asOf, days, now: figures, earlier: { billed, collected, failed, outstanding } }
}

/** True unless the mirror is known to have begun later. A scope holds fewer rows, so they are looked at themselves. */
async function hasBegunBy({ tx, viewer }: Reader, instant: Date): Promise<boolean> {
  if (viewer.fundingSources !== 'all') return true
  const began = await mirrorBegan(tx)
  return began !== null && Date.parse(began) <= instant.getTime()
}
