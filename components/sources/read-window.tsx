'use client'

import { RotateCw } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { explainError } from '#lib/api/explain-error.ts'
import type { OpenWindow } from '#lib/sources/care-schema.ts'
import { careApi } from '#lib/sources/paths.ts'
import type { Refresh } from '#lib/sources/schema.ts'
import { RESOURCE_LABELS, type Resource, SOURCE_LABELS, type Source } from '#lib/sources.ts'
import { useSourceAct } from './use-source-act.ts'

type ReadWindowProps = { source: Source; resource: Resource; window: OpenWindow }

/** Requests a read of one window now. */
export function ReadWindow({ source, resource, window }: ReadWindowProps) {
  const format = useFormat()
  const act = useSourceAct<Refresh>()
  const isAsked = window.isRequested || act.isPending
  const days = format.dayRange(window.from, window.to)
  return (
    <div className="shrink-0 text-right">
      <Button
        size="sm"
        variant="quiet"
        className="-my-0.5"
        disabled={isAsked}
        onClick={() => act.mutate(careApi.refreshWindow(source, { resource, ...window }))}
      >
        <RotateCw size={13} aria-hidden="true" className={isAsked ? 'motion-safe:animate-spin' : ''} />
        {isAsked ? 'Asked' : 'Read now'}
        <span className="sr-only">
          : {SOURCE_LABELS[source]}, {RESOURCE_LABELS[resource]}, {days}
        </span>
      </Button>
      <span role="status" className="block max-w-48 text-bad">
        {act.error ? explainError(act.error).why : null}
      </span>
    </div>
  )
}
