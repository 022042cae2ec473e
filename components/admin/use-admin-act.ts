'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ADMIN_KEY } from '#lib/admin/queries.ts'
import { fetchJson } from '#lib/api/fetch-json.ts'

type Act = { path: string; body?: unknown }

/** Runs an admin action: posts to one of our routes, then invalidates every admin query. */
export function useAdminAct<Answer>() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ path, body }: Act) => fetchJson<Answer>(path, { method: 'POST', body }),
    onSettled: () => client.invalidateQueries({ queryKey: [ADMIN_KEY] }),
  })
}
