import { billingPeriodsPath } from '#lib/billing-periods/paths.ts'
import { FIGURE_STATUSES } from '#lib/collections/figures.ts'
import type { Decimal } from '#lib/money.ts'
import { periodsOf } from './paths.ts'
import type { Contract } from './schema.ts'

const STATUSES = { ...FIGURE_STATUSES, inFlight: ['SENT_TO_PAYMENT_SERVICE', 'PENDING'] } as const
export type ContractFigureName = keyof typeof STATUSES

/** Returns an amount of a contract with the address of its billing periods; null without a currency. */
export function contractFigure(
  contract: Contract,
  name: ContractFigureName,
): {
  href: ReturnType<typeof billingPeriodsPath> | null
  figure: { amount: Decimal; currency: string | null }
} {
  const { [name]: amount, currency } = contract
  const status = STATUSES[name]
  return {
    href:
      amount === null || currency === null ? null : billingPeriodsPath({ ...periodsOf(contract), status }),
    figure: { amount: amount ?? '0', currency },
  }
}
