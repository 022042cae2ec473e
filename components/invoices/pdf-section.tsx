'use client'

import { DetailSection } from '#components/detail/detail-parts.tsx'
import { type DownloadState, useDownload } from '#components/list/use-download.ts'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { explainError } from '#lib/api/explain-error.ts'
import type { Invoice } from '#lib/invoices/schema.ts'
import { apiPaths } from '#lib/paths.ts'
import { PdfPreview } from './pdf-preview.tsx'
import { usePreview } from './use-preview.ts'

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
        <Failure what="The PDF could not be downloaded" error={state.error} />
      ) : null}
      {preview.step === 'failed' ? <Failure what="The PDF could not be shown" error={preview.error} /> : null}
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

function Failure({ what, error }: { what: string; error: unknown }) {
  const { why, requestId } = explainError(error)
  return (
    <p role="alert" className="mt-2 text-bad text-sm">
      {what}. {why}
      {requestId ? <span className="block text-faint text-xs">Request {requestId}</span> : null}
    </p>
  )
}
