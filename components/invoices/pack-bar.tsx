import clsx from 'clsx'
import { type DownloadState, useDownload } from '#components/list/use-download.ts'
import type { SelectionBarProps } from '#components/list/use-selecting.tsx'
import { Button } from '#components/ui/button.tsx'
import { FailureLine } from '#components/ui/failure-line.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { useWords } from '#components/ui/words.tsx'
import { zipComment, zipFileCounter } from '#lib/api/zip-parts.ts'
import { MAX_PACK_IDS, MAX_PACK_MATCHES } from '#lib/invoices/pack.ts'
import { describePack } from '#lib/invoices/pack-result.ts'
import { apiPaths } from '#lib/paths.ts'
import type { Words } from '#lib/words/words.ts'

/** On phones 44 px high, about the width of a thumb. */
const BUTTON = 'max-md:h-11'

/** Downloads the PDFs of the selected invoices as one ZIP, and shows progress and result. */
export function PackBar({ chosen, total, filters, onAll, onClear }: SelectionBarProps) {
  const t = useWords('invoices')
  const { state, start, cancel, reset } = useDownload()
  const count = chosen.isAll ? total : chosen.ids.size
  const isRunning = state.step === 'running'
  if (count === 0 && state.step === 'idle') return null
  const most = chosen.isAll ? MAX_PACK_MATCHES : MAX_PACK_IDS
  const download = () =>
    void start(
      { path: apiPaths.invoicePack, body: packBody(chosen, filters), countItems: zipFileCounter() },
      'invoice-pdfs.zip',
      (zip) => readResult(zip, t),
    )
  const clear = () => {
    reset()
    onClear()
  }
  return (
    <section
      aria-label={t('pack.label')}
      className="sticky bottom-0 z-10 -mx-4 mt-auto flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-t bg-panel px-4 py-2 md:-mx-6 md:px-6 lg:-mx-8 lg:px-8"
    >
      <p role="status" className="font-medium max-md:basis-2/3">
        {t('pack.selected', { count })}
      </p>
      {isRunning ? null : (
        <Button
          variant="quiet"
          className={clsx(BUTTON, 'max-md:-me-3 max-md:ms-auto md:-ms-2')}
          onClick={clear}
        >
          {count === 0 ? t('pack.close') : t('pack.clear')}
        </Button>
      )}
      {isRunning ? (
        <Button className={BUTTON} onClick={cancel}>
          {t('pack.cancel')}
        </Button>
      ) : (
        <Button
          variant="primary"
          className={BUTTON}
          disabled={count === 0 || count > most}
          onClick={download}
        >
          <Icon name="download" size={14} />
          {t('pack.download')}
        </Button>
      )}
      {chosen.isAll || count === 0 || total <= count || total > MAX_PACK_MATCHES ? null : (
        <Button variant="outline" className={BUTTON} onClick={onAll}>
          {t('pack.all', { count: total })}
        </Button>
      )}
      {count > most ? (
        <p className="text-soft text-sm">
          {t('pack.limit', { chosen: MAX_PACK_IDS, matching: MAX_PACK_MATCHES })}
        </p>
      ) : null}
      <PackProgress state={state} />
    </section>
  )
}

function PackProgress({ state }: { state: DownloadState }) {
  const t = useWords('invoices')
  if (state.step === 'failed') {
    return <FailureLine what={t('pack.failed')} error={state.error} className="min-w-0 basis-full" />
  }
  const { items = null, receivedBytes = 0 } = (state.step === 'running' && state.progress) || {}
  const size = Math.ceil(receivedBytes / 1024)
  return (
    <p role="status" className="min-w-0 text-soft text-sm max-md:basis-full">
      {state.step === 'done' ? state.note : null}
      {state.step === 'running' && receivedBytes === 0 ? t('asking') : null}
      {receivedBytes > 0 && items === null ? t('pdf.received', { received: size }) : null}
      {receivedBytes > 0 && items !== null ? t('pack.files-so-far', { files: items, size }) : null}
    </p>
  )
}

/** Describes the result from the ZIP's own comment. */
async function readResult(zip: Blob, t: Words<'invoices'>): Promise<string> {
  return describePack(await zipComment(zip), t)
}

function packBody(
  { isAll, ids }: SelectionBarProps['chosen'],
  { source, ...filters }: SelectionBarProps['filters'],
) {
  if (!isAll) return { source, ids: [...ids] }
  const set = Object.entries(filters).filter(([, value]) => value !== null && value.length > 0)
  return { source, filters: Object.fromEntries(set) }
}
