'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { apiPaths } from '#lib/paths.ts'
import { sourceQueries } from '#lib/sources/queries.ts'
import type { Source } from '#lib/sources/sources.ts'

/** Asks every source that is on to be read again now. */
export function RefreshButton() {
  const client = useQueryClient()
  const { data } = useQuery(sourceQueries.health())
  const sources = data?.sources.filter((source) => source.state !== 'off') ?? []
  const refresh = useMutation({
    mutationFn: (names: readonly Source[]) =>
      Promise.all(names.map((name) => fetchJson(apiPaths.refreshSource(name), { method: 'POST' }))),
    onSettled: () => client.invalidateQueries({ queryKey: ['sources'] }),
  })
  const failure = refresh.isError ? `Could not ask for a refresh: ${refresh.error.message}` : null
  return (
    <>
      <Button
        variant="quiet"
        size="icon"
        aria-label="Refresh all sources now"
        title={failure ?? 'Refresh all sources now'}
        disabled={sources.length === 0 || refresh.isPending}
        onClick={() => refresh.mutate(sources.map((source) => source.source))}
      >
        <Icon
          name="refresh"
          size={15}
          className={refresh.isPending ? 'motion-safe:animate-spin' : failure ? 'text-bad' : ''}
        />
      </Button>
      <span role="status" className="sr-only">
        {refresh.isSuccess ? 'Refresh requested.' : failure}
      </span>
    </>
  )
}
