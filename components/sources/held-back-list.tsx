import { Button } from '#components/ui/button.tsx'
import { ConfirmButton } from '#components/ui/confirm-button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { ToneLine } from '#components/ui/tone-line.tsx'
import { usePost } from '#components/ui/use-post.ts'
import { explainError } from '#lib/api/explain-error.ts'
import type { Disappearance, HeldBack } from '#lib/sources/diagnostics-schema.ts'
import { sourceApi } from '#lib/sources/paths.ts'
import type { Resource, Source } from '#lib/sources.ts'

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
  const act = usePost<Disappearance>(['sources'])
  const rows = `${format.count(held.rows)} of ${format.count(held.of)} rows`
  const days = format.dayRange(held.from, held.to)
  const settle = (action: 'confirm' | 'withdraw') => {
    const rows = { resource, from: held.from, version: held.version }
    act.mutate({ path: sourceApi.settleDisappearance(source, action, rows) })
  }
  return (
    <section
      aria-label={`Missing rows of ${days}`}
      className="mt-3 rounded-md bg-wait-soft px-3 py-2 text-sm"
    >
      <ToneLine tone="wait">
        <p className="font-medium text-wait">
          {rows} of {days} are no longer listed
        </p>
        <p>
          Since {format.instant(held.since)} the source leaves them out. So many at once may be its mistake,
          so they stay in lists and totals until someone looks there and confirms that they are gone.
        </p>
        {held.isConfirmed ? (
          <Confirmed held={held} isPending={act.isPending} onWithdraw={() => settle('withdraw')} />
        ) : (
          <div className="mt-2">
            <ConfirmButton
              label="These rows are really gone…"
              confirmLabel="Yes, they are gone"
              cancelLabel="Keep them"
              className="border-line border-t pt-2"
              isPending={act.isPending}
              onConfirm={() => settle('confirm')}
            >
              Furrow reads these days again now. Of the {rows}, those that are still missing leave every list,
              total and chart. You can withdraw until that reading is done; after it nothing here brings them
              back, but the rows are kept, and return by themselves if the source lists them again. If more
              rows are missing by then, you are asked again.
            </ConfirmButton>
          </div>
        )}
        <p role="status" className="text-bad">
          {act.error ? explainError(act.error).why : null}
        </p>
      </ToneLine>
    </section>
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
