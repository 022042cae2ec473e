import { withQuery } from '#lib/paths.ts'
import { serializeParams } from '#lib/search-params.ts'
import { type BillingPeriodFilters, billingPeriodFilters } from './filters.ts'

/** The page that says what changed in billing periods. */
export const PERIOD_CHANGES_PATH = '/billing-periods/changes'

/**
 * Returns the address of the list with its filters and the open row. Filters at their default are left out.
 */
export function billingPeriodsPath(filters: Partial<BillingPeriodFilters> = {}, row?: string) {
  const search = serializeParams(billingPeriodFilters, filters)
  if (row !== undefined) search.set('row', row)
  return withQuery('/billing-periods', search)
}
