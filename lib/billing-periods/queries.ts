import { jsonQuery } from '#lib/api/json-query.ts'
import { listQuery } from '#lib/api/list-query.ts'
import { apiPaths } from '#lib/paths.ts'
import { serializeParams } from '#lib/search-params.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { type BillingPeriodFilters, billingPeriodFilters } from './filters.ts'
import type { BillingPeriodDetail, BillingPeriodList } from './schema.ts'

const KEY = 'billing-periods'

/** Queries about billing periods. */
export const billingPeriodQueries = {
  list: (filters: BillingPeriodFilters) =>
    listQuery<BillingPeriodList>(
      [KEY, 'list'],
      apiPaths.billingPeriods,
      serializeParams(billingPeriodFilters, filters),
    ),
  detail: (id: string) => jsonQuery<BillingPeriodDetail>([KEY, 'detail', id], apiPaths.billingPeriod(id)),
  /** Filter choices of the list, each with its number of rows. */
  options: () =>
    jsonQuery<FilterOptions>([KEY, 'options'], apiPaths.filterOptions({ list: 'billing-periods' })),
}
