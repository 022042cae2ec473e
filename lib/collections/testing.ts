import {
  BILLING_STATUS_GROUPS,
  type BillingStatusGroup,
  COLLECTION_ROLES,
  type CollectionRole,
} from '#lib/billing-periods/status.ts'
import { type Decimal, subtractMoney, sumMoney } from '#lib/money.ts'
import { leftOutShare, rateOf, reachableRate } from './rate.ts'
import type { Figures, WeekFigures } from './schema.ts'
import type { TargetFigures } from './target.ts'

/**
 * For tests: the figures of one period in each given status, derived as docs/architecture.md defines them. No
 * failure is fresh.
 */
export function figuresOf(currency: string, amounts: Partial<Record<BillingStatusGroup, Decimal>>): Figures {
  const sum = (...roles: CollectionRole[]) =>
    sumMoney(
      BILLING_STATUS_GROUPS.filter((status) => roles.includes(COLLECTION_ROLES[status])).map(
        (status) => amounts[status] ?? '0',
      ),
    )
  const [collected, billed] = [sum('collected'), sum('collected', 'failed', 'in_flight')]
  const known = BILLING_STATUS_GROUPS.flatMap((status) => {
    const amount = amounts[status]
    return amount === undefined ? [] : [[status, { count: 1, amount }]]
  })
  const leftOut = amounts.OTHER === undefined ? 0 : 1
  const drafts = amounts.DRAFT === undefined ? 0 : 1
  const billedCount = known.length - leftOut - drafts
  const rate = rateOf({ collected, billed, billedCount, leftOut })
  const [inFlight, freshFailed] = [sum('in_flight'), '0']
  return {
    currency,
    count: known.length,
    billed,
    collected,
    failed: sum('failed'),
    freshFailed,
    inFlight,
    outstanding: subtractMoney(billed, collected),
    ...rate,
    reachable: reachableRate(rate.rate, { collected, billed, inFlight, freshFailed }),
    unknownAmounts: 0,
    leftOut,
    leftOutShare: leftOutShare({ leftOut, of: known.length - drafts }),
    partial: false,
    byStatus: Object.fromEntries(known),
  }
}

/** For tests: the same figures for the week that starts on `week`. */
export function weekOf(
  week: string,
  amounts: Partial<Record<BillingStatusGroup, Decimal>>,
  currency = 'NGN',
): WeekFigures {
  return { week, ...figuresOf(currency, amounts) }
}

/** For tests: the figures that a target is compared with, of days that have been read completely. */
export function targetFiguresOf(
  billed: Decimal,
  collected: Decimal,
  inFlight: Decimal = '0',
  freshFailed: Decimal = '0',
): TargetFigures {
  const rate = rateOf({ collected, billed, billedCount: billed === '0' ? 0 : 3, leftOut: 0 })
  const reachable = reachableRate(rate.rate, { collected, billed, inFlight, freshFailed })
  const complete = { isPartial: false, isTooMuchLeftOut: false }
  return { billed, collected, inFlight, freshFailed, ...rate, reachable, ...complete }
}
