type Sorted = { sort: string; currency: readonly string[]; as_of?: string | null }

/**
 * Replaces a sort by `fallback` that the API refuses: by an amount unless exactly one currency is selected, and by the
 * time of change as of an earlier instant. A list therefore stays valid when the user removes its only currency.
 */
export function withComparableSort<Filters extends Sorted>(
  filters: Filters,
  fallback: NoInfer<Filters['sort']>,
  amounts: readonly string[] = ['amount'],
): Filters {
  const field = filters.sort.replace('-', '')
  const isRefused =
    (amounts.includes(field) && filters.currency.length !== 1) || (field === 'changed_at' && filters.as_of)
  return isRefused ? { ...filters, sort: fallback } : filters
}
