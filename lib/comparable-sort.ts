import { NO_CURRENCY_CHOICE } from './no-choices.ts'

type Sorted = { sort: string; currency: readonly string[]; as_of?: string | null }

/**
 * Replaces a sort by `fallback` that the API refuses: by an amount unless exactly one currency is selected, and by the
 * time of change as of an earlier instant. Without one currency a range of amounts is refused too, and left out. A
 * list therefore stays valid when the user removes its only currency.
 */
export function withComparableSort<Filters extends Sorted>(
  filters: Filters,
  fallback: NoInfer<Filters['sort']>,
  amounts: readonly string[] = ['amount'],
): Filters {
  const sorted = isRefusedSort(filters, amounts) ? { ...filters, sort: fallback } : filters
  return 'amount_from' in filters && !isOneCurrency(filters.currency)
    ? { ...sorted, amount_from: null, amount_to: null }
    : sorted
}

/** True for exactly one currency: amounts compare only within one. */
export function isOneCurrency(currency: readonly string[] | undefined): boolean {
  return currency?.length === 1 && currency[0] !== NO_CURRENCY_CHOICE
}

/** True for a sort that the API refuses together with the other filters. */
export function isRefusedSort(
  { sort, currency, as_of }: Partial<Sorted>,
  amounts: readonly string[] = ['amount'],
): boolean {
  const field = sort?.replace('-', '') ?? ''
  return (amounts.includes(field) && currency?.length !== 1) || (field === 'changed_at' && Boolean(as_of))
}
