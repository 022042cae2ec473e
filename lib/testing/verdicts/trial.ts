import 'server-only'
import { addDays, type Day, daysBetween, timeOfDay } from '#lib/calendar-date.ts'
import { candidateOf, decide, type ShareInterval } from '#lib/collections/comparison.ts'
import {
  type ChosenRange,
  lastComparableDay,
  previousRange,
  type RangeName,
  resolveRange,
} from '#lib/collections/range.ts'
import { DAYS_UNTIL_FAILURE_STANDS } from '#lib/collections/rate.ts'
import { latestSeason, type Season } from '#lib/collections/season.ts'
import type { VerdictName } from '#lib/collections/verdict-names.ts'
import { billingPeriodsOfWeek, type Fall } from '#lib/sandbox/dataset/billing-periods.ts'
import { type StatusEvent, statusAt } from '#lib/sandbox/dataset/collection.ts'
import { contractOf } from '#lib/sandbox/dataset/contracts.ts'
import { keyOf } from '#lib/sandbox/dataset/random.ts'
import { type Currency, REGION_PATTERN } from '#lib/sandbox/dataset/regions.ts'
import { weekNumber, weekOf } from '#lib/sandbox/dataset/time.ts'
import { momentsOf } from './moments.ts'

/**
 * For tests: billing periods without season and with constant odds of payment, all contracts from the first
 * week to the last, and optionally a fall of the odds from a given week on. Verdicts on them are false alarms
 * unless they name the planted fall.
 */
export type TrialOptions = {
  seed: string
  /** Contracts in each currency. */
  contracts: number
  /** First day, last day: whole weeks are generated from the one to the other. */
  from: Day
  to: Day
  fall?: Fall
}

/** One period as the trial keeps it: amounts as numbers, because a trial only counts verdicts. */
type TrialPeriod = {
  contract: number
  week: number
  amount: number
  endDay: Day
  events: readonly StatusEvent[]
}

export type Trial = { currency: Currency; periods: readonly TrialPeriod[]; contracts: number }

/** Share of a tractor's week that is worked, every week of the year. */
const WORKED = Array<number>(12).fill(0.7)

/** Generates the periods of one currency. */
export function trialOf(currency: Currency, options: TrialOptions): Trial {
  const seed = keyOf(options.seed)
  const [first, last] = [weekNumber(timeOfDay(options.from)), weekNumber(timeOfDay(options.to))]
  const places = REGION_PATTERN.flatMap((region, index) => (region.currency === currency ? [index] : []))
  const contracts = Array.from({ length: options.contracts }, (_, nth) => {
    const index = (places[nth % places.length] ?? 0) + REGION_PATTERN.length * Math.floor(nth / places.length)
    const contract = contractOf(seed, index, first)
    return { ...contract, firstWeek: first, lastWeek: last, region: { ...contract.region, seasons: WORKED } }
  })
  const periods: TrialPeriod[] = []
  const setting = { seed, openedAt: null, fall: options.fall ?? null }
  for (let number = first; number <= last; number++) {
    const week = weekOf(number, options.to)
    for (const [nth, contract] of contracts.entries()) {
      for (const draft of billingPeriodsOfWeek(setting, contract, week)) {
        const amount = Number(draft.amount)
        if (!Number.isFinite(amount) || draft.amount === null) continue
        const start = weekNumber(timeOfDay(draft.startDate))
        periods.push({ contract: nth, week: start, amount, endDay: draft.endDate, events: draft.events })
      }
    }
  }
  return { currency, periods, contracts: options.contracts }
}

type Sums = { billed: number; collected: number; open: number; failed: number }

/** The sums of each contract by week, as an observer at the end of `today` sees them. */
export type Observed = { today: Day; byWeek: Map<number, Map<number, Sums>> }

export function observe(trial: Trial, today: Day): Observed {
  const now = timeOfDay(today) + 86_399_000
  const thisWeek = weekNumber(now)
  const fresh = addDays(today, -DAYS_UNTIL_FAILURE_STANDS)
  const byWeek = new Map<number, Map<number, Sums>>()
  for (const period of trial.periods) {
    if (period.week > thisWeek) continue
    const status = statusAt(period.events, now)
    if (status === null || status === 'DRAFT') continue
    const isPaid = status === 'PAYMENT_COMPLETE'
    const isFailed = status === 'PAYMENT_FAILED'
    const isInFlight = status === 'PENDING' || status === 'SENT_TO_PAYMENT_SERVICE'
    if (!isPaid && !isFailed && !isInFlight) continue
    const week = byWeek.get(period.week) ?? new Map<number, Sums>()
    byWeek.set(period.week, week)
    const sums = week.get(period.contract) ?? { billed: 0, collected: 0, open: 0, failed: 0 }
    week.set(period.contract, sums)
    sums.billed += period.amount
    if (isPaid) sums.collected += period.amount
    if (isFailed) sums.failed += period.amount
    if (isInFlight || (isFailed && period.endDay > fresh)) sums.open += period.amount
  }
  return { today, byWeek }
}

/** Returns the sums of each contract over the weeks that begin in a range. */
function sumsOf(observed: Observed, from: Day, to: Day): Map<number, Sums> {
  const sums = new Map<number, Sums>()
  for (let week = weekNumber(timeOfDay(from)); week <= weekNumber(timeOfDay(to)); week++) {
    for (const [contract, own] of observed.byWeek.get(week) ?? []) {
      const all = sums.get(contract) ?? { billed: 0, collected: 0, open: 0, failed: 0 }
      sums.set(contract, all)
      all.billed += own.billed
      all.collected += own.collected
      all.open += own.open
      all.failed += own.failed
    }
  }
  return sums
}

/** Returns the verdict on the collection rate of a range against the weeks before, by the rule of intervals. */
export function verdictOn(observed: Observed, range: ChosenRange): VerdictName {
  const { today } = observed
  const last = lastComparableDay(today)
  const to = range.to < last ? range.to : last
  if (to < range.from) return 'not_comparable'
  const earlier = previousRange(range, today)
  const shift = daysBetween(earlier.from, range.from)
  const before = { from: earlier.from, to: addDays(to, -shift) }
  const [sums, sumsBefore] = [sumsOf(observed, range.from, to), sumsOf(observed, before.from, before.to)]
  const shares = {
    rule: 'interval' as const,
    days: { from: range.from, to },
    before,
    now: shareOfAll(sums),
    was: shareOfAll(sumsBefore),
  }
  const tested = candidateOf(shares)?.tested ?? 'part'
  const parts = (of: ReadonlyMap<number, Sums>) =>
    new Map(
      [...of].map(([contract, { billed, collected, open }]) => {
        return [contract, { billed, part: collected + (tested === 'part' ? 0 : open) }]
      }),
    )
  const moments = momentsOf(parts(sums), parts(sumsBefore))
  return decide(shares, Math.min(moments.contractsNow, moments.contractsBefore), moments).verdict
}

function shareOfAll(sums: ReadonlyMap<number, Sums>): ShareInterval {
  let [part, reachable, billed] = [0, 0, 0]
  for (const own of sums.values()) {
    part += own.collected
    reachable += own.collected + own.open
    billed += own.billed
  }
  return { part: part.toFixed(2), reachable: reachable.toFixed(2), billed: billed.toFixed(2) }
}

/** Seasons as an admin could set them. */
const SEASONS: readonly Season[] = [
  { name: 'Wet', firstMonth: 4, lastMonth: 9 },
  { name: 'Dry', firstMonth: 10, lastMonth: 3 },
]

export const TRIAL_RANGES: readonly RangeName[] = ['13w', '26w', '52w', 'season']

/** Counts the verdicts on every range of the app, on each of the given days. */
export function verdictsOn(trial: Trial, days: readonly Day[]): VerdictName[] {
  return days.flatMap((today) => {
    const observed = observe(trial, today)
    return TRIAL_RANGES.map((range) =>
      verdictOn(observed, resolveRange({ range, from: null, to: null }, today, latestSeason(SEASONS, today))),
    )
  })
}
