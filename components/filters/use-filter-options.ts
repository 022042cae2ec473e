import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { sourceQueries } from '#lib/sources/queries.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'

/** The choices of a list's filters: undefined until they are loaded, with the failure if that failed. */
export type FilterChoices = {
  options: FilterOptions | undefined
  failure?: { error: unknown; onRetry: () => void } | null
}

/** Returns the filter choices of a list and refetches them when the mirror has a newer version. */
export function useFilterOptions(query: UseQueryResult<FilterOptions>): FilterChoices {
  const { data, dataUpdatedAt, error, isFetching, refetch } = query
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
  const hasFailed = data === undefined && error !== null
  return { options: data, failure: hasFailed ? { error, onRetry: () => void refetch() } : null }
}
