import 'server-only'
import { sql } from 'drizzle-orm'
import { addDays, daysBetween } from '#lib/calendar-date.ts'
import {
  type ComparedSide,
  candidateOf,
  decide,
  type Evidence,
  FEWEST_CONTRACTS,
  shareInterval,
  shareOf,
  type Verdict,
  whyNot,
} from '#lib/collections/comparison.ts'
import { leftOutOfRange } from '#lib/collections/figures.ts'
import type { ComparisonFilters } from '#lib/collections/filters.ts'
import {
  type DayRange,
  lastComparableDay,
  lastYearRange,
  previousRange,
  resolveRange,
} from '#lib/collections/range.ts'
import type { Comparison, EarlierRange, Figures, RangeFigures } from '#lib/collections/schema.ts'
import { COMPARED, type Compared, type NoComparison } from '#lib/collections/verdict-names.ts'
import { compareMoney, subtractMoney, sumMoney } from '#lib/money.ts'
import type { Freshness } from '#lib/schema.ts'
import { businessToday } from '#lib/server/config/business-today.ts'
import { type Executor, readSnapshot } from '#lib/server/db/client.ts'
import { databaseFault } from '#lib/server/db/faults.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { type Reader, readFigures, readRange, whereOf } from './compared-range.ts'
import { countContracts, mirrorBegan, readMoments, readSumsThen } from './moments.ts'
import { sumsBy } from './sums.ts'

/** Most of what ended by an instant, as a share, that may have been seen only later. */
const MOST_UNSEEN = 0.05
/** Most of the amounts, as a share, whose status at an instant is uncertain. */
const MOST_UNCERTAIN = 0.005

/**
 * Compares a range of one currency with the range just before and with the same weeks last year. A change is
 * named only if the data supports it: see `decide`.
 * @param filters without a currency: the one with most billing periods; without days: the last 26 weeks
 * @returns for a viewer without any currency, figures of nothing in XXX
 */
export async function compareCollections(
  viewer: Viewer,
  filters: ComparisonFilters,
  now = new Date(),
): Promise<Comparison> {
  const { from, to, funding_source } = filters
  const today = businessToday(now)
  const range = resolveRange({ range: '26w', from, to }, today)
  return readSnapshot(viewer, async ({ tx, version }) => {
    const currency = filters.currency ?? (await mostUsedCurrency(tx, viewer, funding_source))
    const all = { currency: [currency], funding_source, from: null, to: null }
    const reader = { tx, viewer, filters: all, currency, now, today }
    const { side, freshness } = await readRange(reader, { from: range.from, to: range.to })
    const observed = { ...side, asOf: dataAsOf(freshness, now) }
    const [before, yearBefore] = [previousRange(range, today), lastYearRange(range, today)]
    const previous = await compareWith(reader, observed, before)
    const isSame = before.from === yearBefore.from && before.to === yearBefore.to
    const lastYear = isSame ? previous : await compareWith(reader, observed, yearBefore)
    return { now: side, previous, lastYear, snapshot: version, freshness }
  })
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

/** A range, and since when its newest weeks are known as they are; null if they never were read completely. */
type Observed = RangeFigures & { asOf: Date | null }

/** Returns how old the figures are: as a source that is not read goes on, they stay as they were. */
function dataAsOf([list]: readonly Freshness[], now: Date): Date | null {
  const at = list?.recentAsOf ?? list?.historyAsOf ?? null
  return at === null ? null : new Date(Math.min(Date.parse(at), now.getTime()))
}

async function compareWith(reader: Reader, now: Observed, range: DayRange): Promise<EarlierRange> {
  const { side } = await readRange(reader, range)
  const isFuture = now.from > reader.today
  const reason = isFuture ? 'too_recent' : whyNot(comparedSide(now), comparedSide(side))
  if (reason !== null) return { ...side, atEqualAge: null, verdicts: notComparable(reason) }
  const { tx } = reader
  await tx.execute(sql`savepoint verdicts`)
  try {
    const then = await readThen(reader, now, range)
    const verdicts =
      then === null
        ? await verdictsByInterval(reader, now, side)
        : await verdictsAtEqualAge(reader, range, then)
    return { ...side, atEqualAge: then && { now: amountsOf(then.now), earlier: then.earlier }, verdicts }
  } catch (error) {
    // The figures are known, so a comparison that takes too long does not take them along.
    if (databaseFault(error) !== 'busy') throw error
    await tx.execute(sql`rollback to savepoint verdicts`)
    return { ...side, atEqualAge: null, verdicts: notComparable('too_slow') }
  }
}

function notComparable(reason: NoComparison): Record<Compared, Verdict> {
  const verdict = { verdict: 'not_comparable' as const, reason, evidence: null }
  return { rate: verdict, failed: verdict }
}

function amountsOf({ billed, collected, failed, outstanding }: Figures): Amounts {
  return { billed, collected, failed, outstanding }
}

function comparedSide(side: RangeFigures): ComparedSide {
  return { figures: side.figures, leftOut: leftOutOfRange(side), isIncomplete: side.isIncomplete }
}

type Amounts = NonNullable<EarlierRange['atEqualAge']>['earlier']

/** The days of the range that have passed, their figures, and the earlier days at the same age. */
type Then = { asOf: string; days: DayRange; now: Figures; earlier: Amounts }

/**
 * Reads an earlier range as it was when it was as old as the range is now; null if Furrow did not observe that:
 * if the mirror began later, if much of the range was seen only later, or if too many changes may lie on either
 * side of the instant.
 */
async function readThen(reader: Reader, now: Observed, range: DayRange): Promise<Then | null> {
  if (now.asOf === null) return null
  const shift = daysBetween(range.from, now.from)
  const instant = new Date(now.asOf.getTime() - shift * 86_400_000)
  const asOf = instant.toISOString()
  if (!(await hasBegunBy(reader, instant))) return null
  const then = await readSumsThen(reader.tx, whereOf(reader), range, { asOf, day: businessToday(instant) })
  const billed = sumMoney([then.collected, then.failed, then.inFlight])
  const isPositive = compareMoney(billed, '0') > 0
  const isWithin = compareMoney(then.collected, '0') >= 0 && compareMoney(then.collected, billed) <= 0
  if (!isPositive || !isWithin || shareOf(then.uncertain, billed) > MOST_UNCERTAIN) return null
  if (compareMoney(then.ended, '0') > 0 && shareOf(then.endedUnseen, then.ended) > MOST_UNSEEN) return null
  const days = { from: now.from, to: now.to > reader.today ? reader.today : now.to }
  const figures = days.to === now.to ? now.figures : (await readFigures(reader, days)).figures
  if (figures.rate === null) return null
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

async function verdictsAtEqualAge(
  reader: Reader,
  before: DayRange,
  { asOf, days, now: figures, earlier }: Then,
): Promise<Record<Compared, Verdict>> {
  const shares = (of: Compared): Shares => {
    const now = shareInterval(of, figures)
    const part = of === 'rate' ? earlier.collected : earlier.failed
    return {
      rule: 'equal_age',
      days,
      before,
      now: { ...now, reachable: now.part },
      was: { part, reachable: part, billed: earlier.billed },
    }
  }
  return decideAll(reader, { rate: shares('rate'), failed: shares('failed') }, asOf)
}

/** Compares the weeks that are old enough: none of their failures is fresh, and little is still in flight. */
async function verdictsByInterval(
  reader: Reader,
  now: RangeFigures,
  before: RangeFigures,
): Promise<Record<Compared, Verdict>> {
  const last = lastComparableDay(reader.today)
  const to = now.to < last ? now.to : last
  if (to < now.from) return notComparable('too_recent')
  const days = { from: now.from, to }
  const earlier = { from: before.from, to: addDays(to, -daysBetween(before.from, now.from)) }
  const figures = to === now.to ? now.figures : (await readFigures(reader, days)).figures
  const was = earlier.to === before.to ? before.figures : (await readFigures(reader, earlier)).figures
  if (figures.rate === null) return notComparable('no_rate_now')
  if (was.rate === null) return notComparable('no_rate_before')
  const shares = (of: Compared): Shares => ({
    rule: 'interval',
    days,
    before: earlier,
    now: shareInterval(of, figures),
    was: shareInterval(of, was),
  })
  return decideAll(reader, { rate: shares('rate'), failed: shares('failed') }, null)
}

type Shares = Pick<Evidence, 'rule' | 'days' | 'before' | 'now' | 'was'>

/** Decides both shares; reads the error of their differences only if a rule found a direction. */
async function decideAll(
  reader: Reader,
  shares: Record<Compared, Shares>,
  asOf: string | null,
): Promise<Record<Compared, Verdict>> {
  const where = whereOf(reader)
  const { days, before } = shares.rate
  const candidates = { rate: candidateOf(shares.rate), failed: candidateOf(shares.failed) }
  if (COMPARED.every((of) => candidates[of] === null)) {
    const ofNow = await countContracts(reader.tx, where, days, FEWEST_CONTRACTS)
    const ofBefore = await countContracts(reader.tx, where, before, FEWEST_CONTRACTS)
    const fewer = Math.min(ofNow, ofBefore)
    return { rate: decide(shares.rate, fewer, null), failed: decide(shares.failed, fewer, null) }
  }
  const tested = {
    rate: candidates.rate?.tested ?? 'part',
    failed: candidates.failed?.tested ?? 'part',
  } as const
  const moments = await readMoments(reader.tx, { where, days, before, asOf }, tested, reader.today)
  const fewer = Math.min(moments.rate.contractsNow, moments.rate.contractsBefore)
  return {
    rate: decide(shares.rate, fewer, moments.rate),
    failed: decide(shares.failed, fewer, moments.failed),
  }
}
