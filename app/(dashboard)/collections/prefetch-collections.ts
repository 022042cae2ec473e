import 'server-only'
import type { QueryClient } from '@tanstack/react-query'
import type { Day } from '#lib/calendar-date.ts'
import { planCollections } from '#lib/collections/collections.ts'
import type { CollectionFilters } from '#lib/collections/filters.ts'
import type { CollectionsParams } from '#lib/collections/params.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import { collectionSummary } from '#lib/server/collections/summary.ts'
import { weeklyCollections } from '#lib/server/collections/weekly.ts'
import { filterOptions } from '#lib/server/lists/filter-options.ts'
import type { Viewer } from '#lib/server/viewer.ts'

/** Prefetches the page's queries. The browser repeats a request that failed here and reports the failure. */
export async function prefetchCollections(
  client: QueryClient,
  viewer: Viewer,
  params: CollectionsParams,
  today: Day,
): Promise<void> {
  const options = collectionQueries.options()
  await client.prefetchQuery({
    ...options,
    queryFn: () => filterOptions(viewer, { list: 'billing-periods', source: null }),
    retry: false,
  })
  const choices = client.getQueryData(options.queryKey)
  const plan = choices ? planCollections(params, choices, today) : null
  if (!plan) return
  const weekly = (filters: CollectionFilters) =>
    client.prefetchQuery({
      ...collectionQueries.weekly(filters),
      queryFn: () => weeklyCollections(viewer, filters),
      retry: false,
    })
  const summaries = Object.values(plan.summaries).map((filters) =>
    client.prefetchQuery({
      ...collectionQueries.summary(filters),
      queryFn: () => collectionSummary(viewer, filters),
      retry: false,
    }),
  )
  await Promise.all([weekly(plan.weekly), ...plan.parts.map((part) => weekly(part.filters)), ...summaries])
}
