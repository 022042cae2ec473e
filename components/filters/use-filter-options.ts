import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { sourceQueries } from '#lib/sources/queries.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'

/** Returns the filter choices of a list and refetches them when the mirror has a newer version. */
export function useFilterOptions(query: UseQueryResult<FilterOptions>): FilterOptions | undefined {
  const { data, dataUpdatedAt, isFetching, refetch } = query
  const health = useQuery(sourceQueries.health())
  const isOld =
    data !== undefined &&
    !isFetching &&
    health.data !== undefined &&
    health.dataUpdatedAt > dataUpdatedAt &&
    health.data.snapshot !== data.snapshot
  useEffect(() => {
    if (isOld) void refetch()
  }, [isOld, refetch])
  return data
}
