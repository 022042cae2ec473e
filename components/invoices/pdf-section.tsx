import { useEffect, useRef, useState } from 'react'
import { DetailSection } from '#components/detail/detail-parts.tsx'
import { type DownloadState, useDownload } from '#components/list/use-download.ts'
import { Button } from '#components/ui/button.tsx'
import { FailureLine } from '#components/ui/failure-line.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { useWords } from '#components/ui/words.tsx'
import { download } from '#lib/api/download.ts'
import type { Invoice } from '#lib/invoices/schema.ts'
import { apiPaths } from '#lib/paths.ts'
import type { Words } from '#lib/words/words.ts'

/** The PDF of an invoice: a preview where the browser supports one, and a download everywhere. */
export function PdfSection({ invoice }: { invoice: Invoice }) {
  const t = useWords('invoices')
  const { source, id } = invoice
  const { state, start, cancel } = useDownload()
  const preview = usePreview(apiPaths.invoicePdf(source, id, true))
  if (!invoice.hasPdf) {
    return (
      <DetailSection title={t('pdf.title')}>
        <p className="flex items-center gap-2 text-soft">
          <Icon name="no-file" size={15} />
          {t('pdf.none')}
        </p>
      </DetailSection>
    )
  }
  return (
    <DetailSection title={t('pdf.title')}>
      <div className="flex flex-wrap items-center gap-2">
        {state.step === 'running' ? (
          <Button onClick={cancel}>{t('cancel')}</Button>
        ) : (
          <Button onClick={() => void start(apiPaths.invoicePdf(source, id), `${invoice.number ?? id}.pdf`)}>
            <Icon name="download" size={14} />
            {state.step === 'failed' ? t('pdf.download-again') : t('pdf.download')}
          </Button>
        )}
        {preview.step === 'idle' || preview.step === 'failed' ? (
          <Button variant="quiet" onClick={preview.show}>
            <Icon name="eye" size={14} />
            {preview.step === 'failed' ? t('pdf.preview-again') : t('pdf.preview')}
          </Button>
        ) : null}
        <DownloadStatus state={state} />
      </div>
      {state.step === 'failed' ? <FailureLine what={t('pdf.download-failed')} error={state.error} /> : null}
      {preview.step === 'failed' ? (
        <FailureLine what={t('pdf.preview-failed')} error={preview.error} />
      ) : null}
      <PdfPreview preview={preview} title={t('pdf.frame', { number: invoice.number ?? id })} />
    </DetailSection>
  )
}

function DownloadStatus({ state }: { state: DownloadState }) {
  const t = useWords('invoices')
  return (
    <span role="status" className="min-w-0 truncate text-sm text-soft">
      {state.step === 'running' ? (state.progress ? describeProgress(state.progress, t) : t('asking')) : null}
      {state.step === 'done' ? t('pdf.saved', { file: state.fileName, size: kilobytes(state.bytes) }) : null}
    </span>
  )
}

type Progress = { receivedBytes: number; totalBytes: number | null }

function describeProgress({ receivedBytes, totalBytes }: Progress, t: Words<'invoices'>): string {
  const received = kilobytes(receivedBytes)
  if (totalBytes === null) return t('pdf.received', { received })
  return t('pdf.received-of', { received, total: kilobytes(totalBytes) })
}

function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1024)
}

/** The frame that shows a PDF; empty until the user asks for the preview. */
function PdfPreview({ preview, title }: { preview: Preview; title: string }) {
  const t = useWords('invoices')
  switch (preview.step) {
    case 'loading':
      return (
        <div role="status" className="mt-3">
          <span className="sr-only">{t('pdf.loading')}</span>
          <Skeleton className="h-[420px] w-full rounded-md" />
        </div>
      )
    case 'unsupported':
      return (
        <p role="status" className="mt-2 text-soft text-sm">
          {t('pdf.unsupported')}
        </p>
      )
    case 'shown':
      return (
        <iframe
          title={title}
          src={preview.url}
          className="mt-3 h-[480px] w-full rounded-md border border-line bg-bg"
        />
      )
    default:
      return null
  }
}

type PreviewState =
  | { step: 'idle' | 'loading' | 'unsupported' }
  | { step: 'shown'; url: string }
  | { step: 'failed'; error: unknown }
type Preview = PreviewState & { show: () => void }

/**
 * Loads a PDF on demand for display in a frame. The hook loads the file instead of the frame, so that the
 * page can explain a refusal. A browser without a PDF viewer is detected before the download.
 */
function usePreview(path: string): Preview {
  const [state, setState] = useState<PreviewState>({ step: 'idle' })
  const reading = useRef<AbortController | null>(null)
  useEffect(() => () => reading.current?.abort(), [])
  const url = state.step === 'shown' ? state.url : null
  useEffect(() => {
    if (url !== null) return () => URL.revokeObjectURL(url)
  }, [url])

  const show = async () => {
    if (!navigator.pdfViewerEnabled) return setState({ step: 'unsupported' })
    const controller = new AbortController()
    reading.current = controller
    setState({ step: 'loading' })
    try {
      const { blob } = await download(path, () => undefined, controller.signal)
      setState({ step: 'shown', url: URL.createObjectURL(blob) })
    } catch (error) {
      if (!controller.signal.aborted) setState({ step: 'failed', error })
    }
  }
  return { ...state, show: () => void show() }
}
