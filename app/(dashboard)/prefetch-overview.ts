import 'server-only'
import type { QueryClient } from '@tanstack/react-query'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import type { Day } from '#lib/calendar-date.ts'
import type { CollectionFilters } from '#lib/collections/filters.ts'
import { currencyToShow, planOverview, STUCK_SHOWN } from '#lib/collections/overview.ts'
import type { OverviewParams } from '#lib/collections/params.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import { parseParams, serializeParams } from '#lib/search-params.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import { collectionSummary } from '#lib/server/collections/summary.ts'
import { weeklyCollections } from '#lib/server/collections/weekly.ts'
import { filterOptions } from '#lib/server/lists/filter-options.ts'
import type { Viewer } from '#lib/server/viewer.ts'

/**
 * Prefetches the overview's queries. A failed read is left out; the browser then repeats the request and
 * reports the failure.
 */
export async function prefetchOverview(
  client: QueryClient,
  viewer: Viewer,
  params: OverviewParams,
  today: Day,
): Promise<void> {
  const options = collectionQueries.options()
  await client.prefetchQuery({
    ...options,
    queryFn: () => filterOptions(viewer, { list: 'billing-periods', source: null }),
    retry: false,
  })
  const choices = client.getQueryData(options.queryKey)
  const currency = choices ? currencyToShow(params.currency, choices) : null
  if (currency === null) return
  const plan = planOverview(params, currency, today)
  const weekly = (filters: CollectionFilters) =>
    client.prefetchQuery({
      ...collectionQueries.weekly(filters),
      queryFn: () => weeklyCollections(viewer, filters),
      retry: false,
    })
  const stuck = parseParams(billingPeriodFilters, serializeParams(billingPeriodFilters, plan.stuck))
  await Promise.all([
    weekly(plan.filters.now),
    weekly(plan.filters.previous),
    weekly(plan.filters.lastYear),
    client.prefetchQuery({
      ...collectionQueries.summary(plan.byFundingSource),
      queryFn: () => collectionSummary(viewer, plan.byFundingSource),
      retry: false,
    }),
    client.prefetchQuery({
      ...collectionQueries.periods(plan.stuck, STUCK_SHOWN),
      queryFn: () => listBillingPeriods(viewer, { ...stuck, cursor: null, limit: STUCK_SHOWN }),
      retry: false,
    }),
  ])
}
