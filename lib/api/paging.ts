import { DEFAULT_LIMIT } from '#lib/search-params.ts'

/** Later pages are larger: by then the reader is scrolling. */
const LATER_LIMIT = 100

/** Where a list begins. */
export const FIRST_PAGE: string | null = null

/** The query of one page of a list: its filters and, after the first page, where to go on. */
export function pageSearch(filters: URLSearchParams, cursor: string | null): URLSearchParams {
  const search = new URLSearchParams(filters)
  if (cursor === null) return search
  search.set('cursor', cursor)
  search.set('limit', String(LATER_LIMIT))
  return search
}

/** What a server-side prefetch of the first page asks for: the same as `pageSearch` without a cursor. */
export const FIRST_PAGE_QUERY = { cursor: FIRST_PAGE, limit: DEFAULT_LIMIT }
