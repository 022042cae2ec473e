import {
  BILLING_STATUS_GROUPS,
  type BillingStatusGroup,
  COLLECTION_ROLES,
  type CollectionRole,
} from '#lib/billing-periods/status.ts'
import { collectionRate, type Decimal, subtractMoney, sumMoney } from '#lib/money.ts'
import type { Figures, WeekFigures } from './schema.ts'

/** For tests: the figures of one period in each given status, derived as ARCHITECTURE §3 defines them. */
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
  return {
    currency,
    count: known.length,
    billed,
    collected,
    failed: sum('failed'),
    inFlight: sum('in_flight'),
    outstanding: subtractMoney(billed, collected),
    rate: collectionRate(collected, billed),
    unknownAmounts: 0,
    partial: amounts.OTHER !== undefined,
    byStatus: Object.fromEntries(known),
  }
}

/** For tests: the same for the week that starts on `week`. */
export function weekOf(
  week: string,
  amounts: Partial<Record<BillingStatusGroup, Decimal>>,
  currency = 'NGN',
): WeekFigures {
  return { week, ...figuresOf(currency, amounts) }
}
