'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { ToneIcon } from '#components/ui/tone-icon.tsx'
import { explainError } from '#lib/api/explain-error.ts'
import type { Disappearance, HeldBack } from '#lib/sources/care-schema.ts'
import { careApi } from '#lib/sources/paths.ts'
import type { Resource, Source } from '#lib/sources.ts'
import { useSourceAct } from './use-source-act.ts'

type HeldBackListProps = { source: Source; resource: Resource; heldBack: readonly HeldBack[] }

/** Rows that disappeared together and wait for an operator to confirm that they are gone. */
export function HeldBackList({ source, resource, heldBack }: HeldBackListProps) {
  return heldBack.map((held) => (
    <HeldBackNote key={held.from} source={source} resource={resource} held={held} />
  ))
}

type HeldBackNoteProps = { source: Source; resource: Resource; held: HeldBack }

function HeldBackNote({ source, resource, held }: HeldBackNoteProps) {
  const format = useFormat()
  const act = useSourceAct<Disappearance>()
  const [isAsking, setIsAsking] = useState(false)
  const rows = `${format.count(held.rows)} of ${format.count(held.of)} rows`
  const days = format.dayRange(held.from, held.to)
  const settle = (action: 'confirm' | 'withdraw') => {
    setIsAsking(false)
    act.mutate(
      careApi.settleDisappearance(source, action, { resource, from: held.from, version: held.version }),
    )
  }
  return (
    <section
      aria-label={`Missing rows of ${days}`}
      className="mt-3 flex gap-2 rounded-md bg-wait-soft px-3 py-2 text-sm"
    >
      <span className="mt-1 text-wait">
        <ToneIcon tone="wait" size={14} />
      </span>
      <div className="min-w-0 flex-1 text-pretty break-words">
        <p className="font-medium text-wait">
          {rows} of {days} are no longer listed
        </p>
        <p>
          Since {format.instant(held.since)} the source leaves them out. So many at once may be its mistake,
          so they stay in lists and totals until someone looks there and confirms that they are gone.
        </p>
        {held.isConfirmed ? (
          <Confirmed held={held} isPending={act.isPending} onWithdraw={() => settle('withdraw')} />
        ) : isAsking ? (
          <Asking rows={rows} onConfirm={() => settle('confirm')} onCancel={() => setIsAsking(false)} />
        ) : (
          <Button size="sm" className="mt-2" disabled={act.isPending} onClick={() => setIsAsking(true)}>
            These rows are really gone…
          </Button>
        )}
        <p role="status" className="text-bad">
          {act.error ? explainError(act.error).why : null}
        </p>
      </div>
    </section>
  )
}

function Asking({
  rows,
  onConfirm,
  onCancel,
}: {
  rows: string
  onConfirm: () => void
  onCancel: () => void
}) {
  return (
    <div className="mt-2 border-line border-t pt-2">
      <p>
        Furrow reads these days again now. Of the {rows}, those that are still missing leave every list, total
        and chart. You can withdraw until that reading is done; after it nothing here brings them back, but
        the rows are kept, and return by themselves if the source lists them again. If more rows are missing
        by then, you are asked again.
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="sm" variant="primary" onClick={onConfirm}>
          Yes, they are gone
        </Button>
        <Button size="sm" onClick={onCancel}>
          Keep them
        </Button>
      </div>
    </div>
  )
}

type ConfirmedProps = { held: HeldBack; isPending: boolean; onWithdraw: () => void }

function Confirmed({ held, isPending, onWithdraw }: ConfirmedProps) {
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
      <p>
        Confirmed
        {held.confirmedBy ? (
          <>
            {' '}
            by <SourceText text={held.confirmedBy} />
          </>
        ) : null}
        ; the next complete reading of these days acts on it.
      </p>
      <Button size="sm" disabled={isPending} onClick={onWithdraw}>
        Withdraw
      </Button>
    </div>
  )
}
