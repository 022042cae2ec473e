import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { FIRST_PAGE, pageSearch } from '#lib/api/paging.ts'
import { apiPaths } from '#lib/paths.ts'
import { serializeParams } from '#lib/search-params.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { type BillingPeriodFilters, billingPeriodFilters } from './filters.ts'
import type { BillingPeriodDetail, BillingPeriodList } from './schema.ts'

/** Queries about billing periods. */
export const billingPeriodQueries = {
  /** Pages of the filtered list by `nextCursor`. Previous rows stay visible while another filter loads. */
  list: (filters: BillingPeriodFilters) => {
    const search = serializeParams(billingPeriodFilters, filters)
    return infiniteQueryOptions({
      queryKey: ['billing-periods', 'list', search.toString()],
      queryFn: ({ pageParam, signal }) =>
        fetchJson<BillingPeriodList>(apiPaths.billingPeriods(pageSearch(search, pageParam)), { signal }),
      initialPageParam: FIRST_PAGE,
      getNextPageParam: (page: BillingPeriodList) => page.nextCursor,
      placeholderData: keepPreviousData,
      refetchOnWindowFocus: false,
    })
  },
  detail: (id: string) =>
    queryOptions({
      queryKey: ['billing-periods', 'detail', id],
      queryFn: ({ signal }) => fetchJson<BillingPeriodDetail>(apiPaths.billingPeriod(id), { signal }),
    }),
  /** Filter choices of the list, each with its number of rows. */
  options: () =>
    queryOptions({
      queryKey: ['billing-periods', 'options'],
      queryFn: ({ signal }) =>
        fetchJson<FilterOptions>(apiPaths.filterOptions(new URLSearchParams({ list: 'billing-periods' })), {
          signal,
        }),
    }),
}
