import Big from 'big.js'
import { BILLING_STATUS_GROUPS, type BillingStatusGroup } from '#lib/billing-periods/status.ts'
import type { Day } from '#lib/calendar-date.ts'
import { type Decimal, sumMoney } from '#lib/money.ts'
import type { Freshness } from '#lib/schema.ts'
import { weekStart } from '#lib/week.ts'
import { leftOutShare, rateOf } from './rate.ts'
import type { Figures, WeekFigures } from './schema.ts'

/** The statuses each figure is made of; a figure's rows are the periods in these. */
export const FIGURE_STATUSES = {
  billed: ['SENT_TO_PAYMENT_SERVICE', 'PENDING', 'PAYMENT_COMPLETE', 'PAYMENT_FAILED'],
  collected: ['PAYMENT_COMPLETE'],
  outstanding: ['SENT_TO_PAYMENT_SERVICE', 'PENDING', 'PAYMENT_FAILED'],
  failed: ['PAYMENT_FAILED'],
} as const satisfies Record<string, readonly BillingStatusGroup[]>
export type FigureName = keyof typeof FIGURE_STATUSES

/**
 * Adds figures of sets that do not overlap, exactly. The rate is that of the sums, never an average of rates.
 * Throws when a part is of another currency: currencies are never added.
 */
export function sumFigures(parts: readonly Figures[], currency: string): Figures {
  if (parts.some((part) => part.currency !== currency))
    throw new Error(`figures of another currency than ${currency}`)
  const sum = (name: 'billed' | 'collected' | 'failed' | 'inFlight' | 'outstanding') =>
    sumMoney(parts.map((part) => part[name]))
  const [billed, collected] = [sum('billed'), sum('collected')]
  const total = (name: 'count' | 'unknownAmounts' | 'leftOut') =>
    parts.reduce((count, part) => count + part[name], 0)
  const [count, leftOut, byStatus] = [total('count'), total('leftOut'), sumByStatus(parts)]
  return {
    currency,
    count,
    billed,
    collected,
    failed: sum('failed'),
    inFlight: sum('inFlight'),
    outstanding: sum('outstanding'),
    ...rateOf({ collected, billed, billedCount: countOf({ byStatus }, FIGURE_STATUSES.billed), leftOut }),
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

/** The rate of the weeks that end by the Sunday of `until`, in one currency; null when nothing was billed in them. */
export function rateUntil(weeks: readonly WeekFigures[], until: Day, currency: string): number | null {
  const last = weekStart(until)
  return sumFigures(
    weeks.filter((week) => week.currency === currency && week.week <= last),
    currency,
  ).rate
}

/** How many billing periods a figure is made of. */
export function countOf(figures: Pick<Figures, 'byStatus'>, statuses: readonly BillingStatusGroup[]): number {
  return statuses.reduce((count, status) => count + (figures.byStatus[status]?.count ?? 0), 0)
}

/** (now − before) ÷ before, to four places; null when there was nothing before to compare with. */
export function relativeChange(now: Decimal, before: Decimal): number | null {
  const base = new Big(before)
  if (base.eq(0)) return null
  return Number(new Big(now).minus(base).div(base.abs()).round(4).toFixed())
}

/** The share of a whole, to four places; null of an empty whole. */
export function shareOf(part: Decimal, whole: Decimal): number | null {
  const base = new Big(whole)
  return base.eq(0) ? null : Number(new Big(part).div(base).round(4).toFixed())
}

/** now − before of two rates, as a share (0.01 is one percentage point); null when either is unknown. */
export function rateChange(now: number | null, before: number | null): number | null {
  if (now === null || before === null) return null
  return Number(new Big(now).minus(before).toFixed())
}

/** True when days of the answer are not completely mirrored; rows that are left out do not count here. */
export function hasMissingDays(freshness: readonly Freshness[]): boolean {
  return freshness.some((entry) => entry.resource === 'billing-periods' && !entry.complete)
}
