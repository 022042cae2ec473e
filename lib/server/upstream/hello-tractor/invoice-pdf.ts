import 'server-only'
import type { SourceHttp } from '#lib/server/upstream/calls.ts'
import type { HelloTractorClient, PdfStream, RequestOptions } from '#lib/server/upstream/contract.ts'
import { UpstreamError } from '#lib/server/upstream/errors.ts'
import { failure } from '#lib/server/upstream/faults.ts'
import { openPdf, pdfRule, readPdfUrl } from '#lib/server/upstream/pdf.ts'

const SOURCE = 'hello-tractor'

type PdfOptions = Parameters<HelloTractorClient['invoicePdf']>[1]

export type InvoicePdfParts = {
  invoice: HelloTractorClient['invoice']
  http: SourceHttp
  settings: { baseUrl: string; authorization: string }
  pdfHosts: readonly string[]
  pdfMaxBytes: number
}

/**
 * Creates the call that streams an invoice's PDF. The call reads `pdf_url` fresh from the detail because such
 * links expire, and reads it once more when the link is already refused (403, 410).
 */
export function createInvoicePdf(parts: InvoicePdfParts): HelloTractorClient['invoicePdf'] {
  const allow = pdfRule(parts.settings.baseUrl, parts.pdfHosts)

  async function freshUrl(id: string, options?: PdfOptions): Promise<URL> {
    const { record, pdfUrl } = await parts.invoice(id, options)
    options?.onRecord?.(record)
    if (pdfUrl === null) throw failure(SOURCE, 'not_found', 'has no PDF for this invoice').error
    const url = readPdfUrl(pdfUrl)
    if (!url || !allow(url)) {
      throw failure(SOURCE, 'blocked', 'keeps this PDF at an address that is not allowed').error
    }
    return url
  }

  async function open(url: URL, options?: RequestOptions): Promise<PdfStream> {
    const { authorization, baseUrl } = parts.settings
    const request = { route: 'pdf_url', url, allow, authorization, signal: options?.signal }
    try {
      return await openPdf(SOURCE, parts.http, request, parts.pdfMaxBytes)
    } catch (error) {
      const isForeign = url.origin !== new URL(baseUrl).origin
      // The key is never sent to another host, so that host's 401 says nothing about the key.
      if (isForeign && error instanceof UpstreamError && error.code === 'unauthorized') {
        throw failure(SOURCE, 'forbidden', 'does not give access to this PDF', { status: 401 }).error
      }
      throw error
    }
  }

  return async (id, options) => {
    const url = await freshUrl(id, options)
    try {
      return await open(url, options)
    } catch (error) {
      if (!(error instanceof UpstreamError) || (error.status !== 410 && error.status !== 403)) throw error
      return open(await freshUrl(id, options), options)
    }
  }
}
