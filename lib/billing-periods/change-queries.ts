import { listQuery } from '#lib/api/list-query.ts'
import { apiPaths } from '#lib/paths.ts'
import { serializeParams } from '#lib/search-params.ts'
import { type PeriodChangeFilters, periodChangeFilters } from './change-filters.ts'
import type { PeriodChanges } from './changes-schema.ts'

/** Returns the query of what changed in billing periods. */
export function periodChangesQuery(filters: PeriodChangeFilters) {
  return listQuery<PeriodChanges>(
    ['billing-periods', 'changes'],
    apiPaths.billingPeriodChanges,
    serializeParams(periodChangeFilters, filters),
  )
}
