import 'server-only'
import {
  BILLING_STATUS_GROUPS,
  type BillingStatusGroup,
  COLLECTION_ROLES,
  type CollectionRole,
  OTHER_STATUS,
} from '#lib/billing-periods/status.ts'
import type { Figures } from '#lib/collections/schema.ts'
import { collectionRate, type Decimal, subtractMoney, sumMoney } from '#lib/money.ts'

/** The sums of one status, as SQL gives them: exact text; `amount` is the sum of the known amounts. */
export type StatusSums = {
  status: BillingStatusGroup
  count: number
  amount: Decimal
  unknownAmounts: number
}

/**
 * The collection figures of one set of billing periods in one currency. Drafts and other statuses are counted, never
 * billed. Without a currency no amount can be added, so every period counts as one of unknown amount.
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
  const unknownAmounts = total(known.map((sum) => sum.unknownAmounts))
  const hasOthers = known.some((sum) => sum.status === OTHER_STATUS && sum.count > 0)
  return {
    currency,
    count: total(known.map((sum) => sum.count)),
    billed,
    collected,
    failed,
    inFlight,
    outstanding: subtractMoney(billed, collected),
    rate: collectionRate(collected, billed),
    unknownAmounts,
    partial: unknownAmounts > 0 || hasOthers || !isRangeComplete,
    byStatus: byStatus(known),
  }
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
