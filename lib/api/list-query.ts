import { infiniteQueryOptions } from '@tanstack/react-query'
import { fetchJson } from './fetch-json.ts'
import { FIRST_PAGE, pageSearch } from './paging.ts'

/**
 * Builds the query of a list, page by page along `nextCursor`. Previous rows stay visible while the same list
 * loads with other filters.
 * @param list the query key without the filters, which names the list
 */
export function listQuery<Page extends { nextCursor: string | null }>(
  list: readonly string[],
  pathOf: (search: URLSearchParams) => string,
  filters: URLSearchParams,
) {
  return infiniteQueryOptions({
    queryKey: [...list, filters.toString()],
    queryFn: ({ pageParam, signal }) => fetchJson<Page>(pathOf(pageSearch(filters, pageParam)), { signal }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page: Page) => page.nextCursor,
    // Rows of one list must never appear in another list.
    placeholderData: (rows, query) =>
      list.every((part, at) => part === query?.queryKey[at]) ? rows : undefined,
    refetchOnWindowFocus: false,
  })
}
