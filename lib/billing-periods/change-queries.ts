import { listQuery } from '#lib/api/list-query.ts'
import { type ChangeFilters, changeFilters } from '#lib/changes/filters.ts'
import { apiPaths } from '#lib/paths.ts'
import { serializeParams } from '#lib/search-params.ts'
import type { PeriodChanges } from './changes-schema.ts'

/** Returns the query of what changed in billing periods. */
export function periodChangesQuery(filters: ChangeFilters) {
  return listQuery<PeriodChanges>(
    ['billing-periods', 'changes'],
    apiPaths.billingPeriodChanges,
    serializeParams(changeFilters, filters),
  )
}
