import 'server-only'
import type { Env } from '#lib/server/config/env.ts'
import { isRecord } from '#lib/server/log/redact.ts'
import { ownOrigin, pathSegment, upstreamUrl } from '#lib/server/upstream/addressing.ts'
import type { HttpRequest, SourceHttp } from '#lib/server/upstream/calls.ts'
import type {
  BillingPeriodRecord,
  HelloTractorClient,
  HelloTractorInvoiceDetail,
  InvoiceRecord,
  ListPage,
  RawRecord,
  RequestOptions,
} from '#lib/server/upstream/contract.ts'
import { UpstreamError } from '#lib/server/upstream/errors.ts'
import { failure } from '#lib/server/upstream/faults.ts'
import { readRows } from '#lib/server/upstream/fields.ts'
import { type PageToken, readLink, readToken, writeToken } from '#lib/server/upstream/links.ts'
import { toBillingPeriod, toInvoice } from './map.ts'
import { invoiceDetailWire, pageWire } from './wire.ts'

const SOURCE = 'hello-tractor'
export const INVOICES_PATH = '/payg/lms/invoices'
export const PAYMENT_REQUESTS_PATH = '/payg/lms/payment-requests'

type Settings = NonNullable<Env['upstreams']['helloTractor']>
export type HelloTractorParts = {
  http: SourceHttp
  settings: Pick<Settings, 'baseUrl' | 'authorization'>
  timeZone: string
}

/**
 * Creates the client for Hello Tractor's two lists and two details; `HelloTractorClient` documents each call.
 */
export function createHelloTractorClient(parts: HelloTractorParts): Omit<HelloTractorClient, 'invoicePdf'> {
  const period = (raw: RawRecord) => toBillingPeriod(raw)
  const invoice = (raw: RawRecord) => toInvoice(raw, parts.timeZone)
  return {
    billingPeriodPage: (query, token, options) =>
      readPage<BillingPeriodRecord>(parts, PAYMENT_REQUESTS_PATH, query, token, period, options),
    invoicePage: (query, token, options) =>
      readPage<InvoiceRecord>(parts, INVOICES_PATH, query, token, invoice, options),
    billingPeriod: async (id, options) =>
      (await readDetail(parts, PAYMENT_REQUESTS_PATH, id, period, options)).record,
    invoice: async (id, options) => {
      const { record, raw } = await readDetail(parts, INVOICES_PATH, id, invoice, options)
      return { record, pdfUrl: invoiceDetailWire.parse(raw).pdf_url } satisfies HelloTractorInvoiceDetail
    },
  }
}

type Filters = Record<string, string | number | undefined>

function request(parts: HelloTractorParts, route: string, url: URL, options?: RequestOptions): HttpRequest {
  return {
    route,
    url,
    allow: ownOrigin(parts.settings.baseUrl),
    authorization: parts.settings.authorization,
    signal: options?.signal,
    mayBeRefused: options?.mayBeRefused ?? false,
  }
}

async function readPage<Row>(
  parts: HelloTractorParts,
  path: string,
  filters: Filters,
  token: string | null,
  read: (raw: RawRecord) => Row | null,
  options?: RequestOptions,
): Promise<ListPage<Row>> {
  const here = token === null ? null : readToken(token)
  if (token !== null && !here) throw new RangeError('a page token that this client did not give out')
  const position = here ? { [here.by === 'cursor' ? 'cursor' : 'page']: here.value } : {}
  const url = upstreamUrl(parts.settings.baseUrl, path, { ...filters, ...position })
  let body: unknown
  try {
    body = await parts.http.json({ ...request(parts, path, url, options), isPatient: true })
  } catch (error) {
    if (isPastTheEnd(error, here)) return { records: [], rejected: [], count: null, next: null }
    throw error
  }
  const page = pageWire.safeParse(body)
  if (!page.success) throw failure(SOURCE, 'malformed', 'sent an answer without a list').error
  const { results, count } = page.data
  return { ...readRows(results, read), count, next: nextToken(page.data, results.length, here) }
}

/** A server without page links may answer 404 for a page after the last. */
function isPastTheEnd(error: unknown, here: PageToken | null): boolean {
  return here?.by === 'count' && error instanceof UpstreamError && error.code === 'not_found'
}

/**
 * Follows links where the envelope has `next`; otherwise counts pages until one is empty. `count` never ends
 * a walk. A link after a page without rows is passed on, so that the caller notices the broken walk.
 */
function nextToken(page: Record<string, unknown>, rows: number, here: PageToken | null): string | null {
  if (!Object.hasOwn(page, 'next')) {
    if (rows === 0) return null
    return writeToken({ by: 'count', value: String(here?.by === 'count' ? Number(here.value) + 1 : 2) })
  }
  const link = readLink(page.next, ['cursor', 'page'])
  if (link === null) throw failure(SOURCE, 'malformed', 'sent a page link that leads nowhere').error
  return link === 'end' ? null : writeToken(link)
}

async function readDetail<Row extends { id: string }>(
  parts: HelloTractorParts,
  path: string,
  id: string,
  read: (raw: RawRecord) => Row | null,
  options?: RequestOptions,
): Promise<{ record: Row; raw: RawRecord }> {
  const url = upstreamUrl(parts.settings.baseUrl, `${path}/${pathSegment(SOURCE, id)}`)
  const raw = await parts.http.json(request(parts, `${path}/:id`, url, options))
  const record = isRecord(raw) ? read(raw) : null
  if (!isRecord(raw) || record?.id !== id) {
    throw failure(SOURCE, 'malformed', 'sent something else than the record asked for').error
  }
  return { record, raw }
}
