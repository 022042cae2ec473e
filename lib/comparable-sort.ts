/**
 * Replaces a sort by an amount with `fallback` unless exactly one currency is selected, because the API refuses
 * to compare amounts across currencies. A list therefore stays valid when the user removes its only currency.
 */
export function withComparableSort<Filters extends { sort: string; currency: readonly string[] }>(
  filters: Filters,
  fallback: NoInfer<Filters['sort']>,
  amounts: readonly string[] = ['amount'],
): Filters {
  const isByAmount = amounts.includes(filters.sort.replace('-', ''))
  return isByAmount && filters.currency.length !== 1 ? { ...filters, sort: fallback } : filters
}
