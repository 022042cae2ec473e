import Big from 'big.js'
import { collectionRate, type Decimal, sumMoney } from '#lib/money.ts'

/** Reasons why a set of billing periods has no collection rate. */
export const RATE_ISSUES = [
  'nothing_billed',
  'amounts_unknown',
  'billed_not_positive',
  'collected_not_within',
] as const
export type RateIssue = (typeof RATE_ISSUES)[number]

/** The sums behind a rate. */
export type RateParts = {
  collected: Decimal
  billed: Decimal
  /** Billing periods without drafts and without those of unknown status. */
  billedCount: number
  /** Billing periods that may be billed but that no amount includes. */
  leftOut: number
}

/**
 * Returns the collection rate, or the reason why there is none.
 * @returns a rate from 0 to 1 if billed is positive and collected lies between 0 and billed; otherwise null
 * with the reason. Credits can violate both conditions.
 */
export function rateOf(
  parts: RateParts,
): { rate: number; rateIssue: null } | { rate: null; rateIssue: RateIssue } {
  const { collected, billed } = parts
  const rate = collectionRate(collected, billed)
  if (rate === null || new Big(billed).lt(0)) return { rate: null, rateIssue: issueOfNothing(parts) }
  const isWithin = new Big(collected).gte(0) && new Big(collected).lte(billed)
  return isWithin ? { rate, rateIssue: null } : { rate: null, rateIssue: 'collected_not_within' }
}

function issueOfNothing({ billed, billedCount, leftOut }: RateParts): RateIssue {
  if (leftOut > 0 && leftOut >= billedCount && new Big(billed).eq(0)) return 'amounts_unknown'
  return billedCount > 0 ? 'billed_not_positive' : 'nothing_billed'
}

/** Days after a period's end within which a failed payment is often sent again. */
export const DAYS_UNTIL_FAILURE_STANDS = 28

/** A period without an end day is taken to last this many days, its first and its last included. */
export const USUAL_PERIOD_DAYS = 7

/** Largest distance of so far and reachable, as a share, at which a rate counts as settled. */
const SETTLED_WITHIN = 0.005

/** The amounts that may still be collected. */
type OpenParts = { collected: Decimal; billed: Decimal; inFlight: Decimal; freshFailed: Decimal }

/**
 * Returns the rate that a set of periods can still reach if every payment in flight and every fresh failure
 * is paid. Older failures count as final.
 * @param rate the rate so far; null gives null
 * @returns a rate from `rate` to 1. Credits in flight never lower it below `rate`.
 */
export function reachableRate(rate: number | null, parts: OpenParts): number | null {
  if (rate === null) return null
  const reachable = collectionRate(
    sumMoney([parts.collected, parts.inFlight, parts.freshFailed]),
    parts.billed,
  )
  return Math.min(1, Math.max(rate, reachable ?? rate))
}

/** True if the rate can no longer rise by more than half a percentage point. False without a rate. */
export function isSettled({ rate, reachable }: { rate: number | null; reachable: number | null }): boolean {
  return rate !== null && reachable !== null && Number((reachable - rate).toFixed(6)) <= SETTLED_WITHIN
}

/** If more than one period in this many is left out, the known periods do not represent all. */
const ONE_IN = 100

/** `leftOut` of `of` billing periods (drafts excluded) that no amount includes. */
export type LeftOut = { leftOut: number; of: number }

/** Returns the share of periods left out, from 0 to 1, to six decimal places; 0 if there are no periods. */
export function leftOutShare({ leftOut, of }: LeftOut): number {
  return of === 0 ? 0 : Number((leftOut / of).toFixed(6))
}

/** True if so much is left out that neither a headline rate nor a change may be stated. */
export function isTooMuchLeftOut({ leftOut, of }: LeftOut): boolean {
  return leftOut * ONE_IN > of
}
