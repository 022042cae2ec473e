import 'server-only'
import { addDays, daysBetween } from '#lib/calendar-date.ts'
import {
  candidateOf,
  decide,
  type Evidence,
  FEWEST_CONTRACTS,
  shareInterval,
  type Verdict,
} from '#lib/collections/comparison.ts'
import type { ComparisonFilters } from '#lib/collections/filters.ts'
import { type DayRange, lastComparableDay, lastYearRange, previousRange } from '#lib/collections/range.ts'
import type { Comparison, EarlierRange, Figures, RangeFigures } from '#lib/collections/schema.ts'
import { COMPARED, type Compared, type NoComparison } from '#lib/collections/verdict-names.ts'
import type { AsOf } from '#lib/schema.ts'
import { readSnapshot } from '#lib/server/db/client.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { type Reader, readFigures, readRange, whereOf } from './compared-range.ts'
import { type Observed, readAsked, readThen, type Then, whyNotCompared } from './equal-age.ts'
import { inTime } from './in-time.ts'
import { readAsOf } from './moment.ts'
import { countContracts, readMoments } from './moments.ts'
import { periodsAt } from './sums.ts'

/**
 * Compares a range of one currency with the range just before and with the same weeks last year. A change is
 * named only if the data supports it: see `decide`.
 * @param filters without a currency: the one with most billing periods; without days: the last 26 weeks. As of an
 * earlier instant only the weeks that were old enough then are compared: how old the figures were is not kept
 * @throws {RequestError} 400 as `asOfInstant`
 * @returns for a viewer without any currency, figures of nothing in XXX
 */
export async function compareCollections(
  viewer: Viewer,
  filters: ComparisonFilters,
  now = new Date(),
): Promise<Comparison> {
  return readSnapshot(viewer, async ({ tx, version }) => {
    const { reader, observed, side, freshness } = await readAsked(tx, viewer, filters, now)
    const { today } = reader
    const range = { from: side.from, to: side.to }
    const [before, yearBefore] = [previousRange(range, today), lastYearRange(range, today)]
    const previous = await compareWith(reader, observed, before)
    const isSame = before.from === yearBefore.from && before.to === yearBefore.to
    const lastYear = isSame ? previous : await compareWith(reader, observed, yearBefore)
    const asOf = await readAsOfAll(reader, isSame ? [range, before] : [range, before, yearBefore])
    return { now: side, previous, lastYear, snapshot: version, freshness, asOf }
  })
}

/** Returns the instant as of which the reader reads, with the periods of all ranges that left its scope; if it is one. */
async function readAsOfAll(
  { tx, viewer, filters, at }: Reader,
  ranges: readonly DayRange[],
): Promise<AsOf | undefined> {
  if (at === null) return undefined
  let left = 0
  for (const range of ranges) left += (await readAsOf(tx, viewer, { ...filters, ...range }, at)).left
  return { at, left }
}

async function compareWith(reader: Reader, now: Observed, range: DayRange): Promise<EarlierRange> {
  const { side } = await readRange(reader, range)
  const reason = whyNotCompared(reader, now, side)
  if (reason !== null) return { ...side, atEqualAge: null, verdicts: notComparable(reason) }
  // The figures are known, so a comparison that takes too long does not take them along.
  const compared = await inTime(reader.tx, async () => {
    const then = await readThen(reader, now, range)
    return typeof then === 'string'
      ? { atEqualAge: null, verdicts: await verdictsByInterval(reader, now, side) }
      : {
          atEqualAge: { now: amountsOf(then.now), earlier: then.earlier },
          verdicts: await verdictsAtEqualAge(reader, range, then),
        }
  })
  return { ...side, ...(compared ?? { atEqualAge: null, verdicts: notComparable('too_slow') }) }
}

function notComparable(reason: NoComparison): Record<Compared, Verdict> {
  const verdict = { verdict: 'not_comparable' as const, reason, evidence: null }
  return { rate: verdict, failed: verdict }
}

function amountsOf({ billed, collected, failed, outstanding }: Figures): Then['earlier'] {
  return { billed, collected, failed, outstanding }
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
  const periods = { from: periodsAt(reader.viewer, reader.at), where: whereOf(reader) }
  const { days, before } = shares.rate
  const candidates = { rate: candidateOf(shares.rate), failed: candidateOf(shares.failed) }
  if (COMPARED.every((of) => candidates[of] === null)) {
    const ofNow = await countContracts(reader.tx, periods, days, FEWEST_CONTRACTS)
    const ofBefore = await countContracts(reader.tx, periods, before, FEWEST_CONTRACTS)
    const fewer = Math.min(ofNow, ofBefore)
    return { rate: decide(shares.rate, fewer, null), failed: decide(shares.failed, fewer, null) }
  }
  const tested = {
    rate: candidates.rate?.tested ?? 'part',
    failed: candidates.failed?.tested ?? 'part',
  } as const
  const moments = await readMoments(reader.tx, { ...periods, days, before, asOf }, tested, reader.today)
  const fewer = Math.min(moments.rate.contractsNow, moments.rate.contractsBefore)
  return {
    rate: decide(shares.rate, fewer, moments.rate),
    failed: decide(shares.failed, fewer, moments.failed),
  }
}
