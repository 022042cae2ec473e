import 'server-only'
import type { UpstreamSettings } from '#lib/server/config/env-upstreams.ts'
import { ownOrigin, pathSegment, upstreamUrl } from '#lib/server/upstream/addressing.ts'
import type { SourceHttp } from '#lib/server/upstream/calls.ts'
import type {
  ClientInvoiceQuery,
  ClientInvoicesClient,
  InvoiceRecord,
  ListPage,
  RequestOptions,
} from '#lib/server/upstream/contract.ts'
import { failure } from '#lib/server/upstream/faults.ts'
import { readRows } from '#lib/server/upstream/fields.ts'
import { readLink, readToken, writeToken } from '#lib/server/upstream/links.ts'
import { openPdf, pdfRule } from '#lib/server/upstream/pdf.ts'
import { toInvoice } from './map.ts'
import type { Authorize } from './token.ts'
import { pageWire } from './wire.ts'

const SOURCE = 'client-invoices'
/** Both paths require the trailing slash. */
export const INVOICES_PATH = '/api/v1/invoice/'
export const DOWNLOAD_ROUTE = '/api/v1/invoice/:number/download/'
/** Pages searched for an exact number, in case the filter also matches parts of numbers. */
const MAX_SEARCH_PAGES = 5

export type ClientInvoicesParts = {
  http: SourceHttp
  pdfHttp: SourceHttp
  authorize: Authorize
  settings: Pick<NonNullable<UpstreamSettings['clientInvoices']>, 'baseUrl'>
  pdfHosts: readonly string[]
  pdfMaxBytes: number
}

/**
 * Creates the client for the list and the download of client invoices; `ClientInvoicesClient` documents each
 * call.
 */
export function createClientInvoicesClient(parts: ClientInvoicesParts): ClientInvoicesClient {
  const { baseUrl } = parts.settings
  const allowPdf = pdfRule(baseUrl, parts.pdfHosts)
  return {
    invoicePage: (query, token, options) => readPage(parts, query, token, options),
    invoice: (number, options) => findInvoice(parts, number, options),
    async invoicePdf(number, options) {
      const url = upstreamUrl(baseUrl, `${INVOICES_PATH}${pathSegment(SOURCE, number)}/download/`)
      const signal = options?.signal
      return parts.authorize((authorization) => {
        const request = { route: DOWNLOAD_ROUTE, url, allow: allowPdf, authorization, signal }
        return openPdf(SOURCE, parts.pdfHttp, request, parts.pdfMaxBytes)
      }, signal)
    },
  }
}

async function readPage(
  parts: ClientInvoicesParts,
  query: ClientInvoiceQuery,
  token: string | null,
  options?: RequestOptions,
): Promise<ListPage<InvoiceRecord>> {
  const here = token === null ? null : readToken(token)
  if (token !== null && here?.by !== 'cursor') {
    throw new RangeError('a page token that this client did not give out')
  }
  const url = upstreamUrl(parts.settings.baseUrl, INVOICES_PATH, { ...query, cursor: here?.value })
  const signal = options?.signal
  const request = {
    route: INVOICES_PATH,
    url,
    allow: ownOrigin(parts.settings.baseUrl),
    signal,
    isPatient: true,
    mayBeRefused: options?.mayBeRefused ?? false,
  }
  const body = await parts.authorize(
    (authorization) => parts.http.json({ ...request, authorization }),
    signal,
  )
  const page = pageWire.safeParse(body)
  if (!page.success) throw failure(SOURCE, 'malformed', 'sent an answer without a list').error
  const { results, count, next_page: link } = page.data
  // A link after a page without rows is passed on, so that the caller notices the broken walk.
  const next = readLink(link, ['cursor'])
  if (next === null) throw failure(SOURCE, 'malformed', 'sent a page link that leads nowhere').error
  return { ...readRows(results, toInvoice), count, next: next === 'end' ? null : writeToken(next) }
}

async function findInvoice(
  parts: ClientInvoicesParts,
  number: string,
  options?: RequestOptions,
): Promise<InvoiceRecord> {
  // Refuses the same values as the download, so that neither call reveals more than the other.
  pathSegment(SOURCE, number)
  let token: string | null = null
  for (let pages = 0; pages < MAX_SEARCH_PAGES; pages++) {
    const page: ListPage<InvoiceRecord> = await readPage(parts, { invoice_number: number }, token, options)
    const match = page.records.find((record) => record.id === number)
    if (match) return match
    token = page.next
    if (token === null) break
  }
  throw failure(SOURCE, 'not_found', 'does not have this').error
}
