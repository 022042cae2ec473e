import { queryOptions } from '@tanstack/react-query'
import { fetchJson } from './fetch-json.ts'

/**
 * Builds the query of one JSON response of our own API.
 * @param refetchInterval milliseconds between two requests while the page is visible; false: no interval
 */
export function jsonQuery<Body>(
  queryKey: readonly string[],
  path: string,
  refetchInterval: number | false = false,
) {
  return queryOptions({
    queryKey,
    queryFn: ({ signal }) => fetchJson<Body>(path, { signal }),
    refetchInterval,
  })
}
