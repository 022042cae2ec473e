import { DEFAULT_LIMIT } from '#lib/search-params.ts'

/** Later pages are larger, because the reader is scrolling by then. */
const LATER_LIMIT = 100

/** Cursor of the first page of a list. */
export const FIRST_PAGE: string | null = null

/** Builds the query of one page: the filters and, after the first page, the cursor and a larger limit. */
export function pageSearch(filters: URLSearchParams, cursor: string | null): URLSearchParams {
  const search = new URLSearchParams(filters)
  if (cursor === null) return search
  search.set('cursor', cursor)
  search.set('limit', String(LATER_LIMIT))
  return search
}

/** Query of a server-side prefetch of the first page: the same as `pageSearch` without a cursor. */
export const FIRST_PAGE_QUERY = { cursor: FIRST_PAGE, limit: DEFAULT_LIMIT }
