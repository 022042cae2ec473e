import { withQuery } from '#lib/paths.ts'
import { serializeParams } from '#lib/search-params.ts'
import { type BillingPeriodFilters, billingPeriodFilters } from './filters.ts'

/** Address of the list with filters, those at their default left out, and of the open row. */
export function billingPeriodsPath(filters: Partial<BillingPeriodFilters> = {}, row?: string) {
  const search = serializeParams(billingPeriodFilters, filters)
  if (row !== undefined) search.set('row', row)
  return withQuery('/billing-periods', search)
}
