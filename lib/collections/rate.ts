import Big from 'big.js'
import { collectionRate, type Decimal } from '#lib/money.ts'

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
