import 'server-only'
import {
  BILLING_STATUS_GROUPS,
  type BillingStatusGroup,
  COLLECTION_ROLES,
  type CollectionRole,
  OTHER_STATUS,
} from '#lib/billing-periods/status.ts'
import { leftOutShare, rateOf } from '#lib/collections/rate.ts'
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
 */
export function collectionFigures(
  currency: string | null,
  sums: readonly StatusSums[],
  isRangeComplete: boolean,
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
  return {
    currency,
    count,
    billed,
    collected,
    failed,
    inFlight,
    outstanding: subtractMoney(billed, collected),
    ...rateOf({ collected, billed, billedCount: count - drafts - others, leftOut }),
    unknownAmounts,
    leftOut,
    leftOutShare: leftOutShare({ leftOut, of: count - drafts }),
    partial: unknownAmounts > 0 || others > 0 || !isRangeComplete,
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
