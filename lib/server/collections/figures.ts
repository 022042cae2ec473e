import 'server-only'
import {
  BILLING_STATUS_GROUPS,
  type BillingStatusGroup,
  COLLECTION_ROLES,
  type CollectionRole,
  OTHER_STATUS,
} from '#lib/billing-periods/status.ts'
import { leftOutShare, rateOf, reachableRate } from '#lib/collections/rate.ts'
import type { Figures } from '#lib/collections/schema.ts'
import { type Decimal, subtractMoney, sumMoney } from '#lib/money.ts'

/** The sums of one status as SQL returns them. `amount` is the exact text of the sum of the known amounts. */
export type StatusSums = {
  status: BillingStatusGroup
  count: number
  amount: Decimal
  unknownAmounts: number
}

/**
 * Computes the collection figures of a set of billing periods in one currency. Drafts and other statuses are
 * counted but never billed. Without a currency amounts cannot be added, so every period counts as having an
 * unknown amount.
 * @param freshFailures the failed amount of periods that ended less than 28 days ago
 */
export function collectionFigures(
  currency: string | null,
  sums: readonly StatusSums[],
  isRangeComplete: boolean,
  freshFailures: Decimal,
): Figures {
  const known = sums.map((sum) =>
    currency === null ? { ...sum, amount: '0', unknownAmounts: sum.count } : sum,
  )
  const amountOf = (role: CollectionRole) =>
    sumMoney(known.filter((sum) => COLLECTION_ROLES[sum.status] === role).map((sum) => sum.amount))
  const collected = amountOf('collected')
  const failed = amountOf('failed')
  const inFlight = amountOf('in_flight')
  const billed = sumMoney([collected, failed, inFlight])
  const count = total(known.map((sum) => sum.count))
  const drafts = total(known.filter(({ status }) => status === 'DRAFT').map((sum) => sum.count))
  const leftOut = total(known.map(leftOutOf))
  const others = total(known.filter(({ status }) => status === OTHER_STATUS).map((sum) => sum.count))
  const unknownAmounts = total(known.map((sum) => sum.unknownAmounts))
  const rate = rateOf({ collected, billed, billedCount: count - drafts - others, leftOut })
  const freshFailed = currency === null ? '0' : freshFailures
  return {
    currency,
    count,
    billed,
    collected,
    failed,
    freshFailed,
    inFlight,
    outstanding: subtractMoney(billed, collected),
    ...rate,
    reachable: reachableRate(rate.rate, { collected, billed, inFlight, freshFailed }),
    unknownAmounts,
    leftOut,
    leftOutShare: leftOutShare({ leftOut, of: count - drafts }),
    partial: !isRangeComplete,
    byStatus: byStatus(known),
  }
}

/**
 * Counts the periods of a status that may be billed but are in no amount: all of them for an unknown status,
 * otherwise those with an unknown amount.
 */
function leftOutOf({ status, count, unknownAmounts }: StatusSums): number {
  if (status === 'DRAFT') return 0
  return status === OTHER_STATUS ? count : unknownAmounts
}

function byStatus(sums: readonly StatusSums[]): Figures['byStatus'] {
  const entries = BILLING_STATUS_GROUPS.flatMap((status) => {
    const own = sums.filter((sum) => sum.status === status)
    if (own.length === 0) return []
    const figure = {
      count: total(own.map((sum) => sum.count)),
      amount: sumMoney(own.map((sum) => sum.amount)),
    }
    return [[status, figure] as const]
  })
  return Object.fromEntries(entries)
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
