import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { fetchJson } from '#lib/api/fetch-json.ts'

type Post = { path: string; body?: unknown }

/** Posts to one of our routes, then refetches the queries under `queryKey`. */
export function usePost<Answer>(queryKey: QueryKey) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ path, body }: Post) => fetchJson<Answer>(path, { method: 'POST', body }),
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
}
