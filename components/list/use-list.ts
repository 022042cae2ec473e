import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import type { AsOf, CurrencyTotal, Freshness } from '#lib/schema.ts'
import { sourceQueries } from '#lib/sources/queries.ts'

/** The response of every list, whatever its rows are. */
export type ListPage<Row> = {
  rows: Row[]
  nextCursor: string | null
  totals: CurrencyTotal[]
  snapshot: string
  freshness: Freshness[]
  asOf?: AsOf
}

/** With up to this many loaded pages, a list refetches by itself when the mirror has a newer version. */
const MAX_PAGES_RENEWED = 2

/**
 * Prepares a list for its screen: all rows loaded so far, the totals from the first page (they cover the
 * whole set), and whether the mirror has newer data.
 */
export function useList<Row>(
  query: UseInfiniteQueryResult<InfiniteData<ListPage<Row>>>,
  queryKey: readonly unknown[],
) {
  const client = useQueryClient()
  const { data, dataUpdatedAt, refetch, fetchNextPage, isPlaceholderData, isFetching } = query
  const pages = data?.pages
  const rows = useMemo(() => pages?.flatMap((page) => page.rows) ?? [], [pages])
  const first = pages?.[0]

  const health = useQuery(sourceQueries.health())
  const hasNewer =
    first !== undefined &&
    first.asOf === undefined &&
    !isPlaceholderData &&
    !isFetching &&
    health.dataUpdatedAt > dataUpdatedAt &&
    health.data !== undefined &&
    health.data.snapshot !== first.snapshot
  const isShort = (pages?.length ?? 0) <= MAX_PAGES_RENEWED
  useEffect(() => {
    if (hasNewer && isShort) void refetch()
  }, [hasNewer, isShort, refetch])

  const fetchMore = useCallback(() => void fetchNextPage({ cancelRefetch: false }), [fetchNextPage])
  return {
    query,
    rows,
    first,
    total: first?.totals.reduce((sum, total) => sum + total.count, 0) ?? 0,
    fetchMore,
    hasNewer: hasNewer && !isShort,
    /** Refetches from the first page; later pages load again on scrolling. */
    renew: () => {
      client.setQueryData<InfiniteData<ListPage<Row>>>(queryKey, (old) =>
        old ? { pages: old.pages.slice(0, 1), pageParams: old.pageParams.slice(0, 1) } : old,
      )
      void refetch()
    },
  }
}
export type List<Row> = ReturnType<typeof useList<Row>>
