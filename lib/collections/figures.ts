import Big from 'big.js'
import { BILLING_STATUS_GROUPS, type BillingStatusGroup } from '#lib/billing-periods/status.ts'
import { type Decimal, sumMoney } from '#lib/money.ts'
import type { Freshness } from '#lib/schema.ts'
import { type LeftOut, leftOutShare, rateOf, reachableRate } from './rate.ts'
import type { Figures } from './schema.ts'

/** The statuses that each figure sums. The rows behind a figure are the periods with these statuses. */
export const FIGURE_STATUSES = {
  billed: ['SENT_TO_PAYMENT_SERVICE', 'PENDING', 'PAYMENT_COMPLETE', 'PAYMENT_FAILED'],
  collected: ['PAYMENT_COMPLETE'],
  outstanding: ['SENT_TO_PAYMENT_SERVICE', 'PENDING', 'PAYMENT_FAILED'],
  failed: ['PAYMENT_FAILED'],
} as const satisfies Record<string, readonly BillingStatusGroup[]>
export type FigureName = keyof typeof FIGURE_STATUSES

/**
 * Adds the figures of disjoint sets exactly. The rate is computed from the sums and is never an average of
 * rates.
 * @throws {Error} if a part has another currency, because amounts are never added across currencies.
 */
export function sumFigures(parts: readonly Figures[], currency: string): Figures {
  if (parts.some((part) => part.currency !== currency))
    throw new Error(`figures of another currency than ${currency}`)
  const sum = (name: 'billed' | 'collected' | 'failed' | 'freshFailed' | 'inFlight' | 'outstanding') =>
    sumMoney(parts.map((part) => part[name]))
  const [billed, collected] = [sum('billed'), sum('collected')]
  const total = (name: 'count' | 'unknownAmounts' | 'leftOut') =>
    parts.reduce((count, part) => count + part[name], 0)
  const [count, leftOut, byStatus] = [total('count'), total('leftOut'), sumByStatus(parts)]
  const [inFlight, freshFailed] = [sum('inFlight'), sum('freshFailed')]
  const rate = rateOf({
    collected,
    billed,
    billedCount: countOf({ byStatus }, FIGURE_STATUSES.billed),
    leftOut,
  })
  return {
    currency,
    count,
    billed,
    collected,
    failed: sum('failed'),
    freshFailed,
    inFlight,
    outstanding: sum('outstanding'),
    ...rate,
    reachable: reachableRate(rate.rate, { collected, billed, inFlight, freshFailed }),
    unknownAmounts: total('unknownAmounts'),
    leftOut,
    leftOutShare: leftOutShare({ leftOut, of: count - countOf({ byStatus }, ['DRAFT']) }),
    partial: parts.some((part) => part.partial),
    byStatus,
  }
}

function sumByStatus(parts: readonly Figures[]): Figures['byStatus'] {
  const sums: Figures['byStatus'] = {}
  for (const status of BILLING_STATUS_GROUPS) {
    const found = parts.flatMap((part) => part.byStatus[status] ?? [])
    if (found.length === 0) continue
    sums[status] = {
      count: found.reduce((count, figure) => count + figure.count, 0),
      amount: sumMoney(found.map((figure) => figure.amount)),
    }
  }
  return sums
}

/** Counts the billing periods with one of `statuses`. */
export function countOf(figures: Pick<Figures, 'byStatus'>, statuses: readonly BillingStatusGroup[]): number {
  return statuses.reduce((count, status) => count + (figures.byStatus[status]?.count ?? 0), 0)
}

/**
 * Counts the periods that the figures of a range leave out. A period of unknown currency may belong to any
 * currency, so every currency counts that period as left out.
 */
export function leftOutOfRange({
  figures,
  withoutCurrency,
}: {
  figures: Figures
  withoutCurrency: number
}): LeftOut {
  const others = figures.count - countOf(figures, ['DRAFT'])
  return { leftOut: figures.leftOut + withoutCurrency, of: others + withoutCurrency }
}

/** Returns (now − before) ÷ |before|, to four decimal places; null if `before` is 0. */
export function relativeChange(now: Decimal, before: Decimal): number | null {
  const base = new Big(before)
  if (base.eq(0)) return null
  return Number(new Big(now).minus(base).div(base.abs()).round(4).toFixed())
}

/** True if some days are not completely mirrored. Rows left out for other reasons do not count. */
export function hasMissingDays(freshness: readonly Freshness[]): boolean {
  return freshness.some((entry) => entry.resource === 'billing-periods' && !entry.complete)
}
