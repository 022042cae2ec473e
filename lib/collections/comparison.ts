import Big from 'big.js'
import { compareMoney, type Decimal, sumMoney } from '#lib/money.ts'
import type { DayRange } from './range.ts'
import { isTooMuchLeftOut, type LeftOut, type RateIssue } from './rate.ts'
import { differenceInterval, type Interval, type Moments } from './ratio-difference.ts'
import type { Figures } from './schema.ts'
import type { Compared, NoComparison, Rule, VerdictName } from './verdict-names.ts'

/** Fewer contracts than this in either range carry no verdict. */
export const FEWEST_CONTRACTS = 10
/** A smaller difference, as a share, is never named. */
const LEAST_CHANGE = 0.01

/** A share of billed: what it is for certain, and what it is if everything open goes its way. */
export type ShareInterval = { part: Decimal; reachable: Decimal; billed: Decimal }

/** The two ranges as one rule makes them comparable. */
export type Basis = { rule: Rule; days: DayRange; before: DayRange }

/** What decided a verdict. */
export type Evidence = Basis & {
  now: ShareInterval
  was: ShareInterval
  /** The tested difference, as a share: 0.01 is one percentage point; null if the rule found no change. */
  difference: number | null
  /** 95 % interval of the difference; null if the rule found no change or there are too few contracts. */
  interval: Interval | null
  /** Contracts with billed periods in the range that has fewer; counted up to 10 if no interval is needed. */
  contracts: number
}

export type Verdict =
  | { verdict: 'not_comparable'; reason: NoComparison; evidence: null }
  | { verdict: Exclude<VerdictName, 'not_comparable'>; reason: null; evidence: Evidence }

/** One of two compared ranges. */
export type ComparedSide = {
  figures: Figures
  leftOut: LeftOut
  isIncomplete: boolean
}

/** Returns why two ranges are not compared, or null if they may be. */
export function whyNot(now: ComparedSide, before: ComparedSide): NoComparison | null {
  if (now.isIncomplete) return 'incomplete_now'
  if (before.isIncomplete) return 'incomplete_before'
  if (isTooMuchLeftOut(now.leftOut)) return 'left_out_now'
  if (isTooMuchLeftOut(before.leftOut)) return 'left_out_before'
  if (isWithoutRate(now.figures)) return 'no_rate_now'
  return isWithoutRate(before.figures) ? 'no_rate_before' : null
}

function isWithoutRate({ rateIssue }: { rateIssue: RateIssue | null }): boolean {
  return rateIssue !== null
}

/** Returns the interval of a share of billed: the rate, or the share that failed. */
export function shareInterval(of: Compared, figures: Figures): ShareInterval {
  const { billed, collected, inFlight, failed, freshFailed } = figures
  const part = of === 'rate' ? collected : failed
  const open = of === 'rate' ? [inFlight, freshFailed] : [inFlight]
  return { part, reachable: within(part, sumMoney([part, ...open]), billed), billed }
}

/** Keeps what is reachable between what is so far and billed, because credits in flight can lie beyond either. */
function within(part: Decimal, reachable: Decimal, billed: Decimal): Decimal {
  if (compareMoney(reachable, part) < 0) return part
  return compareMoney(reachable, billed) > 0 ? billed : reachable
}

/** Returns part ÷ billed of two decimals, to six decimal places. Billed must not be 0. */
export function shareOf(part: Decimal, billed: Decimal): number {
  return Number(new Big(part).div(billed).round(6).toFixed())
}

/** A possible change: its direction, and which amounts of the shares it is tested on. */
export type Candidate = { direction: 'up' | 'down'; tested: 'part' | 'reachable'; difference: number }

/**
 * Returns the change that a rule supports, before the error of the estimate is known; null for none. At equal age
 * the shares are compared as they are. By interval one share must lie outside all that the other can still reach.
 * A fall is then tested on what is reachable, and a rise on what is so far: the younger range has more open, so both
 * understate the change.
 */
export function candidateOf({ rule, now, was }: Pick<Evidence, 'rule' | 'now' | 'was'>): Candidate | null {
  const [low, high] = [shareOf(now.part, now.billed), shareOf(now.reachable, now.billed)]
  const [lowBefore, highBefore] = [shareOf(was.part, was.billed), shareOf(was.reachable, was.billed)]
  const ofLow = Number((low - lowBefore).toFixed(6))
  const ofHigh = Number((high - highBefore).toFixed(6))
  if (rule === 'equal_age') {
    if (Math.abs(ofLow) < LEAST_CHANGE) return null
    return { direction: ofLow < 0 ? 'down' : 'up', tested: 'part', difference: ofLow }
  }
  if (ofHigh <= -LEAST_CHANGE && high < lowBefore)
    return { direction: 'down', tested: 'reachable', difference: ofHigh }
  if (ofLow >= LEAST_CHANGE && low > highBefore) return { direction: 'up', tested: 'part', difference: ofLow }
  return null
}

/**
 * Decides whether a change may be named: only if the rule supports its direction, the difference is at least
 * one percentage point, and its 95 % interval does not contain zero.
 * @param contracts contracts in the range that has fewer
 * @param moments those of the amounts that the candidate is tested on; null if there is no candidate
 */
export function decide(
  shares: Pick<Evidence, 'rule' | 'days' | 'before' | 'now' | 'was'>,
  contracts: number,
  moments: Moments | null,
): Verdict {
  const candidate = candidateOf(shares)
  const evidence: Evidence = {
    ...shares,
    difference: candidate?.difference ?? null,
    interval: null,
    contracts,
  }
  if (contracts < FEWEST_CONTRACTS) return { verdict: 'too_few_contracts', reason: null, evidence }
  if (candidate === null || moments === null) return { verdict: 'no_clear_change', reason: null, evidence }
  const { direction, tested } = candidate
  const ratioOf = (share: ShareInterval) => ({ part: Number(share[tested]), billed: Number(share.billed) })
  const interval = rounded(differenceInterval(ratioOf(shares.now), ratioOf(shares.was), moments))
  const isOutside = interval.low > 0 || interval.high < 0
  return {
    verdict: isOutside ? direction : 'no_clear_change',
    reason: null,
    evidence: { ...evidence, interval },
  }
}

function rounded({ low, high }: Interval): Interval {
  return { low: Number(low.toFixed(6)), high: Number(high.toFixed(6)) }
}
