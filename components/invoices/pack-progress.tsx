import { Button } from '#components/ui/button.tsx'
import { FailureLine } from '#components/ui/failure-line.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { PackState } from './use-pack.ts'

/** On phones 44 px high, about the width of a thumb. */
export const BAR_BUTTON = 'max-md:h-11'

type PackProgressProps = { state: PackState; onGoOn: () => void; onRetry: (id: string) => void }

/** How far a download of PDFs is, how it ended, and what can be done then. */
export function PackProgress({ state, onGoOn, onRetry }: PackProgressProps) {
  const t = useWords('invoices')
  if (state.step === 'stopped') {
    const { progress, error } = state
    return (
      <>
        <FailureLine
          what={progress ? t('pack.stopped', progress) : t('pack.failed')}
          error={error}
          className="min-w-0 basis-full md:basis-0 md:grow"
        />
        {progress ? (
          <Button variant="primary" className={BAR_BUTTON} onClick={onGoOn}>
            {t('pack.continue')}
          </Button>
        ) : null}
      </>
    )
  }
  const missing = state.step === 'done' ? state.pack.parts.reduce((sum, part) => sum + part.missing, 0) : 0
  return (
    <>
      <p role="status" className="min-w-0 text-soft text-sm tabular-nums max-md:basis-full">
        {state.step === 'starting' ? t('asking') : null}
        {state.step === 'running' ? <Running {...state} /> : null}
        {state.step === 'done' ? t('pack.saved', state) : null}
        {missing > 0 ? ` ${t('pack.missing', { count: missing })}` : null}
      </p>
      {state.step === 'done' && missing > 0 ? (
        <Button className={BAR_BUTTON} onClick={() => onRetry(state.pack.id)}>
          {t('pack.retry', { count: missing })}
        </Button>
      ) : null}
    </>
  )
}

function Running({ pack, part, files, invoices, bytes }: Extract<PackState, { step: 'running' }>) {
  const t = useWords('invoices')
  if (bytes === 0) return t('asking')
  return t('pack.progress', {
    part: pack.parts.length > 1 ? part : 0,
    files,
    invoices,
    size: Math.ceil(bytes / 1024),
  })
}
