import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { type BillingPeriodFilters, billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import type { BillingPeriodList } from '#lib/billing-periods/schema.ts'
import { apiPaths } from '#lib/paths.ts'
import { pageParams, serializeParams } from '#lib/search-params.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { type CollectionFilters, collectionFilters, type SummaryFilters, summaryFilters } from './filters.ts'
import type { CollectionSummary, WeeklyCollections } from './schema.ts'

/** While a page is visible, its figures follow the mirror at this interval. */
const RENEW_AFTER_MS = 30_000

/** Queries of the overview and the collections page. */
export const collectionQueries = {
  /** Figures by week and currency. */
  weekly: (filters: CollectionFilters) => {
    const search = serializeParams(collectionFilters, filters)
    return queryOptions({
      queryKey: ['collections', 'weekly', search.toString()],
      queryFn: ({ signal }) => fetchJson<WeeklyCollections>(apiPaths.weeklyCollections(search), { signal }),
      refetchInterval: RENEW_AFTER_MS,
    })
  },
  /** Figures by funding source, status or currency. */
  summary: (filters: SummaryFilters) => {
    const search = serializeParams(summaryFilters, filters)
    return queryOptions({
      queryKey: ['collections', 'summary', search.toString()],
      queryFn: ({ signal }) => fetchJson<CollectionSummary>(apiPaths.collectionSummary(search), { signal }),
      refetchInterval: RENEW_AFTER_MS,
    })
  },
  /** The first few billing periods of a list. */
  periods: (filters: Partial<BillingPeriodFilters>, limit: number) => {
    const search = serializeParams({ ...billingPeriodFilters, ...pageParams }, { ...filters, limit })
    return queryOptions({
      queryKey: ['collections', 'periods', search.toString()],
      queryFn: ({ signal }) => fetchJson<BillingPeriodList>(apiPaths.billingPeriods(search), { signal }),
      refetchInterval: RENEW_AFTER_MS,
    })
  },
  /** Currencies and funding sources to choose from. */
  options: () =>
    queryOptions({
      queryKey: ['collections', 'options'],
      queryFn: ({ signal }) =>
        fetchJson<FilterOptions>(apiPaths.filterOptions(new URLSearchParams({ list: 'billing-periods' })), {
          signal,
        }),
      refetchInterval: RENEW_AFTER_MS,
    }),
}
