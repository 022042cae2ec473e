import { jsonQuery } from '#lib/api/json-query.ts'
import type { PeriodChanges } from '#lib/billing-periods/changes-schema.ts'
import { changeFilters } from '#lib/changes/filters.ts'
import { apiPaths } from '#lib/paths.ts'
import { pageParams, serializeParams } from '#lib/search-params.ts'

const RENEW_AFTER_MS = 30_000

/** Returns the query of the differences of all totals since an instant, without the changes themselves. */
export function changeTotalsQuery(since: string, fundingSources: readonly string[]) {
  const filters = { since, funding_source: fundingSources, limit: 1 }
  const search = serializeParams({ ...changeFilters, ...pageParams }, filters)
  return jsonQuery<PeriodChanges>(
    // Follows the mirror like the figures.
    ['collections', 'changes', search.toString()],
    apiPaths.billingPeriodChanges(search),
    RENEW_AFTER_MS,
  )
}
