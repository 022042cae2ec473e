import { infiniteQueryOptions, keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { FIRST_PAGE, pageSearch } from '#lib/api/paging.ts'
import { serializeParams } from '#lib/search-params.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { type AuditFilters, auditFilters } from './filters.ts'
import type { AuditChain, AuditEventAnswer, AuditList } from './schema.ts'

const AUDIT = '/api/admin/audit'

function withQuery(path: string, search: URLSearchParams): string {
  return search.size === 0 ? path : `${path}?${search}`
}

/** Returns the address that exports the filtered events. */
export function auditExportPath(filters: AuditFilters): string {
  return withQuery(`${AUDIT}/export`, serializeParams(auditFilters, filters))
}

/** Queries of the audit log. */
export const auditQueries = {
  list: (filters: AuditFilters) => {
    const search = serializeParams(auditFilters, filters)
    return infiniteQueryOptions({
      queryKey: ['audit', 'list', search.toString()],
      queryFn: ({ pageParam, signal }) =>
        fetchJson<AuditList>(withQuery(AUDIT, pageSearch(search, pageParam)), { signal }),
      initialPageParam: FIRST_PAGE,
      getNextPageParam: (page: AuditList) => page.nextCursor,
      placeholderData: keepPreviousData,
      refetchOnWindowFocus: false,
    })
  },
  event: (id: string) =>
    queryOptions({
      queryKey: ['audit', 'event', id],
      queryFn: ({ signal }) =>
        fetchJson<AuditEventAnswer>(`${AUDIT}/events/${encodeURIComponent(id)}`, { signal }),
    }),
  options: () =>
    queryOptions({
      queryKey: ['audit', 'options'],
      queryFn: ({ signal }) => fetchJson<FilterOptions>(`${AUDIT}/options`, { signal }),
    }),
  chain: () =>
    queryOptions({
      queryKey: ['audit', 'chain'],
      queryFn: ({ signal }) => fetchJson<AuditChain>(`${AUDIT}/chain`, { signal }),
    }),
  verify: () =>
    mutationOptions({ mutationFn: () => fetchJson<AuditChain>(`${AUDIT}/verify`, { method: 'POST' }) }),
}
