import type { QueryClient, QueryKey } from '@tanstack/react-query'

type PageQuery = { queryKey: QueryKey; queryFn?: unknown; initialPageParam?: unknown }
type Answer<Query extends PageQuery> =
  Exclude<Query['queryFn'], symbol | undefined> extends (...args: never[]) => infer Result
    ? Awaited<Result>
    : never

/**
 * Reads a query's response on the server, for the first view of a page. A failed read is left out: the
 * browser repeats the request and reports the failure.
 * @param read reads what the query's route would respond with.
 */
export async function prefetch<Query extends PageQuery>(
  client: QueryClient,
  { queryKey, initialPageParam }: Query,
  read: () => Promise<Answer<Query>>,
): Promise<void> {
  const options = { queryKey, queryFn: read, retry: false }
  if (initialPageParam === undefined) await client.prefetchQuery(options)
  else await client.prefetchInfiniteQuery({ ...options, initialPageParam })
}
