import { listQuery } from '#lib/api/list-query.ts'
import { type BillingPeriodFilters, billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import type { BillingPeriodList } from '#lib/billing-periods/schema.ts'
import { apiPaths } from '#lib/paths.ts'
import { serializeParams } from '#lib/search-params.ts'

/** The billing periods of a contract, which follow the mirror like its figures. */
export function periodsQuery(filters: BillingPeriodFilters) {
  return listQuery<BillingPeriodList>(
    ['contracts', 'periods'],
    apiPaths.billingPeriods,
    serializeParams(billingPeriodFilters, filters),
  )
}
