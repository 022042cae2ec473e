'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { fetchJson } from '#lib/api/fetch-json.ts'

/** Something done to a source: posts to an address of ours, then asks anew how all sources fare. */
export function useSourceAct<Answer>() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (path: string) => fetchJson<Answer>(path, { method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['sources'] }),
  })
}
