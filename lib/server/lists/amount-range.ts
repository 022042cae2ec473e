import 'server-only'
import { isOneCurrency } from '#lib/comparable-sort.ts'
import { invalidParameter, RequestError } from '#lib/errors.ts'
import { compareMoney } from '#lib/money.ts'

type AmountRange = { currency: readonly string[]; amount_from: string | null; amount_to: string | null }

/**
 * Requires exactly one currency for a range of amounts, and its ends in order.
 * @throws RequestError 400 `amount_needs_currency` that names the given ends; 400 that names `amount_to`
 */
export function checkAmountRange({ currency, amount_from: from, amount_to: to }: AmountRange): void {
  if (from === null && to === null) return
  if (!isOneCurrency(currency)) {
    const detail = 'amounts can be compared inside one currency only: choose exactly one currency'
    const given = Object.entries({ amount_from: from, amount_to: to }).filter(([, end]) => end !== null)
    throw new RequestError(400, 'amount_needs_currency', `amount: ${detail}`, {
      errors: given.map(([param]) => ({ param, detail })),
    })
  }
  if (from !== null && to !== null && compareMoney(from, to) > 0)
    throw invalidParameter('amount_to', 'must not be less than amount_from')
}
