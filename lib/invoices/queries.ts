import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { FIRST_PAGE, pageSearch } from '#lib/api/paging.ts'
import { apiPaths } from '#lib/paths.ts'
import { serializeParams } from '#lib/search-params.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import type { Source } from '#lib/sources.ts'
import { type InvoiceFilters, invoiceFilters } from './filters.ts'
import type { InvoiceDetail, InvoiceList } from './schema.ts'

/** Queries about the invoices of one source. */
export const invoiceQueries = {
  /** Pages of the filtered list by `nextCursor`. Previous rows stay visible while another filter loads. */
  list: (filters: InvoiceFilters) => {
    const search = serializeParams(invoiceFilters, filters)
    return infiniteQueryOptions({
      queryKey: ['invoices', 'list', filters.source, search.toString()],
      queryFn: ({ pageParam, signal }) =>
        fetchJson<InvoiceList>(apiPaths.invoices(pageSearch(search, pageParam)), { signal }),
      initialPageParam: FIRST_PAGE,
      getNextPageParam: (page: InvoiceList) => page.nextCursor,
      // Rows of one source must never appear in another source's list.
      placeholderData: (rows, query) => (query?.queryKey[2] === filters.source ? rows : undefined),
      refetchOnWindowFocus: false,
    })
  },
  detail: (source: Source, id: string) =>
    queryOptions({
      queryKey: ['invoices', 'detail', source, id],
      queryFn: ({ signal }) => fetchJson<InvoiceDetail>(apiPaths.invoice(source, id), { signal }),
    }),
  /** Filter choices of a source, each with its number of rows. */
  options: (source: Source) =>
    queryOptions({
      queryKey: ['invoices', 'options', source],
      queryFn: ({ signal }) =>
        fetchJson<FilterOptions>(apiPaths.filterOptions(new URLSearchParams({ list: 'invoices', source })), {
          signal,
        }),
    }),
}
