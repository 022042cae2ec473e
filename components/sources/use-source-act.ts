'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { fetchJson } from '#lib/api/fetch-json.ts'

/** Runs an action on a source: posts to one of our routes, then invalidates every source query. */
export function useSourceAct<Answer>() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (path: string) => fetchJson<Answer>(path, { method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['sources'] }),
  })
}
