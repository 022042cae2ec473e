import 'server-only'
import { RequestError } from '#lib/errors.ts'
import type { UpstreamSettings } from '#lib/server/config/env-upstreams.ts'
import { isRecord, publicRecord } from '#lib/server/log/redact.ts'
import { ownOrigin, upstreamUrl } from '#lib/server/upstream/addressing.ts'
import type { SourceHttp } from '#lib/server/upstream/calls.ts'
import { INVOICES_PATH as CLIENT_INVOICES_PATH } from '#lib/server/upstream/client-invoices/client.ts'
import type { Authorize } from '#lib/server/upstream/client-invoices/token.ts'
import type { PdfStream, RawRecord, RequestOptions, Upstreams } from '#lib/server/upstream/contract.ts'
import { failure } from '#lib/server/upstream/faults.ts'
import { INVOICES_PATH, PAYMENT_REQUESTS_PATH } from '#lib/server/upstream/hello-tractor/client.ts'
import { readLink } from '#lib/server/upstream/links.ts'
import { refusedKey } from '#lib/server/upstream/payment-links/client.ts'
import type { ProxyRequest } from '#lib/server/upstream/proxy-routes.ts'
import { sourceName } from '#lib/server/words/names.ts'
import type { Source } from '#lib/sources.ts'

/** JSON that may leave the server, or a PDF to stream. */
export type ProxyAnswer = { kind: 'json'; body: unknown } | { kind: 'pdf'; pdf: PdfStream; number: string }

/** Forwards one validated request; see `createProxy`. */
export type UpstreamProxy = (request: ProxyRequest, options?: RequestOptions) => Promise<ProxyAnswer>

export type ProxyParts = {
  clients: Upstreams
  settings: UpstreamSettings
  http: Record<Source, SourceHttp>
  authorizeClientInvoices: Authorize | null
}

/**
 * Creates the live read-only proxy behind `/api/upstream/**`. Records are as the source sent them (numbers
 * with a fraction as text), except that payment links are removed, contact fields are masked, and page links
 * point to Furrow.
 * @throws UpstreamError; RequestError 404 when the source is off
 */
export function createProxy(parts: ProxyParts): UpstreamProxy {
  return async (request, options) => {
    switch (request.source) {
      case 'hello-tractor':
        return json(request, await callHelloTractor(parts, request, options))
      case 'payment-links':
        return json(request, await callPaymentLinks(parts, request, options))
      case 'client-invoices':
        return callClientInvoices(parts, request, options)
    }
  }
}

function json(request: ProxyRequest, body: unknown): ProxyAnswer {
  return { kind: 'json', body: publicBody(request, body) }
}

function off(source: Source): RequestError {
  return new RequestError(404, 'not_found', `${sourceName(source)} is not configured.`)
}

async function callHelloTractor(
  { clients, settings, http }: ProxyParts,
  { resource, id, query }: ProxyRequest,
  options?: RequestOptions,
): Promise<unknown> {
  const client = clients.helloTractor
  const own = settings.helloTractor
  if (!client || !own) throw off('hello-tractor')
  if (id !== null) {
    // Uses the client, which checks that the response is the requested record.
    if (resource === 'invoices') return (await client.invoice(id, options)).record.raw
    return (await client.billingPeriod(id, options)).raw
  }
  const path = resource === 'invoices' ? INVOICES_PATH : PAYMENT_REQUESTS_PATH
  return http['hello-tractor'].json({
    route: path,
    url: upstreamUrl(own.baseUrl, path, query),
    allow: ownOrigin(own.baseUrl),
    authorization: own.authorization,
    signal: options?.signal,
  })
}

async function callPaymentLinks(
  { settings, http }: ProxyParts,
  { query }: ProxyRequest,
  options?: RequestOptions,
): Promise<unknown> {
  const own = settings.paymentLinks
  if (!own) throw off('payment-links')
  try {
    return await http['payment-links'].json({
      route: own.path,
      url: upstreamUrl(own.baseUrl, own.path, query),
      allow: ownOrigin(own.baseUrl),
      authorization: own.authorization,
      mayBeEmpty: true,
      signal: options?.signal,
    })
  } catch (error) {
    throw refusedKey(error)
  }
}

async function callClientInvoices(
  { clients, settings, http, authorizeClientInvoices: authorize }: ProxyParts,
  request: ProxyRequest,
  options?: RequestOptions,
): Promise<ProxyAnswer> {
  const own = settings.clientInvoices
  if (!clients.clientInvoices || !own || !authorize) throw off('client-invoices')
  if (request.id !== null) {
    const pdf = await clients.clientInvoices.invoicePdf(request.id, options)
    return { kind: 'pdf', pdf, number: request.id }
  }
  const url = upstreamUrl(own.baseUrl, CLIENT_INVOICES_PATH, request.query)
  const allow = ownOrigin(own.baseUrl)
  const signal = options?.signal
  const body = await authorize(
    (authorization) =>
      http['client-invoices'].json({ route: CLIENT_INVOICES_PATH, url, allow, authorization, signal }),
    signal,
  )
  return json(request, body)
}

const LINK_FIELDS = ['next', 'previous', 'next_page', 'previous_page']

function publicBody(request: ProxyRequest, body: unknown): unknown {
  if (Array.isArray(body)) return body.map((row: unknown) => (isRecord(row) ? publicRecord(row) : null))
  if (!isRecord(body)) throw failure(request.source, 'malformed', 'sent an unexpected answer').error
  const shown = publicRecord(body)
  return request.id === null ? withOwnLinks(request, shown) : withOwnPdf(request, shown)
}

/** Replaces page links by Furrow's own addresses, with the upstream's position and this request's filters. */
function withOwnLinks(request: ProxyRequest, body: RawRecord): RawRecord {
  const links = LINK_FIELDS.filter((field) => Object.hasOwn(body, field)).map((field) => {
    return [field, ownLink(request, body[field])] as const
  })
  return { ...body, ...Object.fromEntries(links) }
}

function ownLink(request: ProxyRequest, link: unknown): string | null {
  const position = readLink(link, request.source === 'client-invoices' ? ['cursor'] : ['cursor', 'page'])
  if (position === 'end') return null
  if (!position) throw failure(request.source, 'malformed', 'sent a page link that leads nowhere').error
  const { page: _page, cursor: _cursor, ...filters } = request.query
  const query = new URLSearchParams({ ...filters, [position.by]: position.value })
  return `/api/upstream/${request.source}/${request.path}?${query}`
}

/**
 * Replaces a PDF's address by Furrow's own: the upstream's address grants access to the PDF and reveals the
 * file host.
 */
function withOwnPdf(request: ProxyRequest, record: RawRecord): RawRecord {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => {
      const isPdfUrl = name.toLowerCase().replaceAll('_', '') === 'pdfurl' && typeof value === 'string'
      const own = `/api/invoices/${request.source}/${encodeURIComponent(request.id ?? '')}/pdf`
      return [name, isPdfUrl ? own : value]
    }),
  )
}
