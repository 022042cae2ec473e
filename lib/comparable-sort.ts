/**
 * Takes an order by amount back to `fallback` unless exactly one currency is chosen: amounts of several cannot be
 * compared, and the API refuses to. So a list stays a list when its only currency is taken away.
 */
export function withComparableSort<Filters extends { sort: string; currency: readonly string[] }>(
  filters: Filters,
  fallback: NoInfer<Filters['sort']>,
): Filters {
  const isByAmount = filters.sort.replace('-', '') === 'amount'
  return isByAmount && filters.currency.length !== 1 ? { ...filters, sort: fallback } : filters
}
