import { Button } from '#components/ui/button.tsx'
import { ConfirmButton } from '#components/ui/confirm-button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { ToneLine } from '#components/ui/tone-line.tsx'
import { usePost } from '#components/ui/use-post.ts'
import { richText, useFaultWords, useWords } from '#components/ui/words.tsx'
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
  const t = useWords('sources')
  const tFaults = useFaultWords()
  const act = usePost<Disappearance>(['sources'])
  const days = format.dayRange(held.from, held.to)
  const settle = (action: 'confirm' | 'withdraw') => {
    const rows = { resource, from: held.from, version: held.version }
    act.mutate({ path: sourceApi.settleDisappearance(source, action, rows) })
  }
  return (
    <section
      aria-label={t('gone.label', { days })}
      className="mt-3 rounded-md bg-wait-soft px-3 py-2 text-sm"
    >
      <ToneLine tone="wait">
        <p className="font-medium text-wait">{t('gone.title', { rows: held.rows, all: held.of, days })}</p>
        <p>{t('gone.text', { instant: format.instant(held.since) })}</p>
        {held.isConfirmed ? (
          <Confirmed held={held} isPending={act.isPending} onWithdraw={() => settle('withdraw')} />
        ) : (
          <div className="mt-2">
            <ConfirmButton
              label={t('gone.ask')}
              confirmLabel={t('gone.confirm')}
              cancelLabel={t('gone.keep')}
              className="border-line border-t pt-2"
              isPending={act.isPending}
              onConfirm={() => settle('confirm')}
            >
              {t('gone.warning', { rows: held.rows, all: held.of })}
            </ConfirmButton>
          </div>
        )}
        <p role="status" className="text-bad">
          {act.error ? explainError(act.error, tFaults).why : null}
        </p>
      </ToneLine>
    </section>
  )
}

type ConfirmedProps = { held: HeldBack; isPending: boolean; onWithdraw: () => void }

function Confirmed({ held: { confirmedBy }, isPending, onWithdraw }: ConfirmedProps) {
  const t = useWords('sources')
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
      <p>
        {confirmedBy === null
          ? t('gone.confirmed')
          : richText(
              t.rich('gone.confirmed-by', { person: () => <SourceText key="person" text={confirmedBy} /> }),
            )}
      </p>
      <Button size="sm" disabled={isPending} onClick={onWithdraw}>
        {t('gone.withdraw')}
      </Button>
    </div>
  )
}
