'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { explainError } from '#lib/api/explain-error.ts'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { apiPaths } from '#lib/paths.ts'
import type { Refresh } from '#lib/sources/schema.ts'
import type { Source } from '#lib/sources/sources.ts'

/** Asks for a reading now and says what follows. */
export function RefreshSource({ source, label }: { source: Source; label: string }) {
  const client = useQueryClient()
  const format = useFormat()
  const refresh = useMutation({
    mutationFn: () => fetchJson<Refresh>(apiPaths.refreshSource(source), { method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['sources'] }),
  })
  return (
    <div className="flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
      <p role="status" className={refresh.isError ? 'text-bad text-sm' : 'text-sm text-soft'}>
        {refresh.isError ? `Could not ask for it. ${explainError(refresh.error).why}` : null}
        {refresh.data ? `${format.count(refresh.data.requested)} windows will be read next.` : null}
      </p>
      <Button size="sm" disabled={refresh.isPending} onClick={() => refresh.mutate()}>
        <RotateCw
          size={13}
          aria-hidden="true"
          className={refresh.isPending ? 'motion-safe:animate-spin' : ''}
        />
        Refresh now
        <span className="sr-only">: {label}</span>
      </Button>
    </div>
  )
}
