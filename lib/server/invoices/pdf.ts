import 'server-only'
import { notFound, RequestError } from '#lib/errors.ts'
import { hasPdfs, type PdfSource } from '#lib/invoices/pack.ts'
import { auditedAnswer } from '#lib/server/audit/audited.ts'
import { type PdfDisposition, pdfResponse } from '#lib/server/http/pdf-response.ts'
import { upstreams } from '#lib/server/live/connected.ts'
import { requireLive } from '#lib/server/live/read-live.ts'
import type { InvoiceRecord, PdfStream } from '#lib/server/upstream/contract.ts'
import { UpstreamError } from '#lib/server/upstream/errors.ts'
import { maySee, type Viewer } from '#lib/server/viewer.ts'
import { sourceName } from '#lib/server/words/names.ts'
import type { Source } from '#lib/sources.ts'
import { readMirroredInvoice } from './mirrored.ts'

const WHAT = 'invoice'

/**
 * Streams the PDF of an invoice from its source. Only mirrored invoices in the viewer's scope are fetched, so
 * a made-up id never reaches an upstream.
 * @throws {RequestError} 404 `not_found`, 404 `no_pdf_at_source`, 409 `source_paused`, 503 `source_off` or `other_address`, or
 * 503 `audit_unavailable` when the download cannot be recorded
 * @throws {UpstreamError} when the source fails
 */
export async function invoicePdf(
  viewer: Viewer,
  asked: { source: Source; id: string; disposition: PdfDisposition; requestId?: string },
  signal: AbortSignal,
): Promise<Response> {
  const { source, id, disposition, requestId } = asked
  if (!hasPdfs(source)) throw noPdf(`${sourceName(source)} have no PDFs.`)
  const mirrored = await readMirroredInvoice(viewer, source, id)
  if (!mirrored) throw notFound(WHAT)
  const open = pdfOpener(viewer, source)
  const pdf = await open(id, signal)
  const number = mirrored.row.number ?? id
  return auditedAnswer(pdfResponse(pdf, number, disposition), {
    actor: viewer,
    action: 'invoice_pdf.download',
    subject: `invoice:${source}/${id}`,
    details: { number, disposition },
    requestId,
  })
}

/**
 * Returns a function that opens PDFs of a source for a viewer. Each call checks whether the source is paused,
 * and whether the source's current record is in scope.
 * @throws {RequestError} 503 `source_off` if the source is not connected; the returned function throws as
 * `invoicePdf`
 */
export function pdfOpener(
  viewer: Viewer,
  source: PdfSource,
): (id: string, signal: AbortSignal) => Promise<PdfStream> {
  const { helloTractor, clientInvoices } = upstreams()
  // The invoice may have moved to another funding source since it was mirrored.
  const requireVisible = ({ fundingSource }: InvoiceRecord) => {
    if (fundingSource !== null && !maySee(viewer, fundingSource)) throw notFound(WHAT)
  }
  const client = source === 'hello-tractor' ? helloTractor : clientInvoices
  if (!client)
    throw new RequestError(503, 'source_off', `${sourceName(source)} is not connected.`, {
      values: { source },
    })
  return async (id, signal) => {
    await requireLive(viewer, source)
    try {
      return await client.invoicePdf(id, { signal, onRecord: requireVisible })
    } catch (error) {
      if (error instanceof UpstreamError && error.code === 'not_found') {
        throw noPdf('The source has no PDF for this invoice.')
      }
      throw error
    }
  }
}

function noPdf(detail: string): RequestError {
  return new RequestError(404, 'no_pdf_at_source', detail)
}
