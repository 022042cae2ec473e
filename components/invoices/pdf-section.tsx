import { useEffect, useRef, useState } from 'react'
import { DetailSection } from '#components/detail/detail-parts.tsx'
import { type DownloadState, useDownload } from '#components/list/use-download.ts'
import { Button } from '#components/ui/button.tsx'
import { FailureLine } from '#components/ui/failure-line.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { download } from '#lib/api/download.ts'
import type { Invoice } from '#lib/invoices/schema.ts'
import { apiPaths } from '#lib/paths.ts'

/** The PDF of an invoice: a preview where the browser supports one, and a download everywhere. */
export function PdfSection({ invoice }: { invoice: Invoice }) {
  const { source, id } = invoice
  const { state, start, cancel } = useDownload()
  const preview = usePreview(apiPaths.invoicePdf(source, id, true))
  if (!invoice.hasPdf) {
    return (
      <DetailSection title="PDF">
        <p className="flex items-center gap-2 text-soft">
          <Icon name="no-file" size={15} />
          No PDF at the source: payment links have none.
        </p>
      </DetailSection>
    )
  }
  return (
    <DetailSection title="PDF">
      <div className="flex flex-wrap items-center gap-2">
        {state.step === 'running' ? (
          <Button onClick={cancel}>Cancel</Button>
        ) : (
          <Button onClick={() => void start(apiPaths.invoicePdf(source, id), `${invoice.number ?? id}.pdf`)}>
            <Icon name="download" size={14} />
            {state.step === 'failed' ? 'Try the download again' : 'Download PDF'}
          </Button>
        )}
        {preview.step === 'idle' || preview.step === 'failed' ? (
          <Button variant="quiet" onClick={preview.show}>
            <Icon name="eye" size={14} />
            {preview.step === 'failed' ? 'Try the preview again' : 'Preview'}
          </Button>
        ) : null}
        <DownloadStatus state={state} />
      </div>
      {state.step === 'failed' ? (
        <FailureLine what="The PDF could not be downloaded." error={state.error} />
      ) : null}
      {preview.step === 'failed' ? (
        <FailureLine what="The PDF could not be shown." error={preview.error} />
      ) : null}
      <PdfPreview preview={preview} title={`PDF of invoice ${invoice.number ?? id}`} />
    </DetailSection>
  )
}

function DownloadStatus({ state }: { state: DownloadState }) {
  const format = useFormat()
  const size = (bytes: number) => `${format.count(Math.ceil(bytes / 1024))} KB`
  return (
    <span role="status" className="min-w-0 truncate text-sm text-soft">
      {state.step === 'running'
        ? state.progress
          ? `${size(state.progress.receivedBytes)}${state.progress.totalBytes === null ? '' : ` of ${size(state.progress.totalBytes)}`}`
          : 'Asking the source…'
        : null}
      {state.step === 'done' ? `Saved ${state.fileName}, ${size(state.bytes)}` : null}
    </span>
  )
}

/** The frame that shows a PDF; empty until the user asks for the preview. */
function PdfPreview({ preview, title }: { preview: Preview; title: string }) {
  switch (preview.step) {
    case 'loading':
      return (
        <div role="status" className="mt-3">
          <span className="sr-only">Loading the PDF</span>
          <Skeleton className="h-[420px] w-full rounded-md" />
        </div>
      )
    case 'unsupported':
      return (
        <p role="status" className="mt-2 text-soft text-sm">
          This browser cannot show PDFs inside a page. Download it instead.
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
