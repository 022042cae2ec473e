import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SPELLED_PDFS } from './pdfs.ts'
import {
  BILLING_PERIODS,
  CLIENT_INVOICES,
  INVOICES,
  PAYMENT_LINKS,
  PROGRAMMES,
  rowJson,
  type SpelledRecord,
} from './records.ts'

/** The keys that this upstream accepts. */
export const KEYS = { helloTractor: 'ht-key', paymentLinks: 'pl-key', clientInvoices: 'ci-key' } as const

const LARGEST_PAGE = 17

type Reply = { status: number; json?: string; pdf?: number; headers?: Record<string, string> }

/** An upstream that listens on loopback until `close` is called. */
export type ForeignUpstream = { readonly url: string; readonly close: () => Promise<void> }

/**
 * Starts all four APIs on one address. They follow only the seeds and contracts: they clamp page sizes, send
 * relative or foreign page links, and respond to empty days with 204.
 */
export async function openForeignUpstream(): Promise<ForeignUpstream> {
  const server = createServer((request, response) => {
    send(response, route(request))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply.pdf !== undefined) {
    const file = SPELLED_PDFS[reply.pdf % SPELLED_PDFS.length]
    const type = file?.contentType
    response.writeHead(200, type ? { 'content-type': type } : {})
    response.end(file?.bytes)
    return
  }
  const headers = { 'content-type': 'application/json; charset=utf-8', ...reply.headers }
  response.writeHead(reply.status, reply.json === undefined ? {} : headers)
  response.end(reply.json)
}

function route(request: IncomingMessage): Reply {
  const url = new URL(request.url ?? '/', 'http://foreign.invalid')
  const key = request.headers.authorization?.replace(/^Bearer /, '')
  if (request.method !== 'GET') return error(405, 'only GET')
  if (url.pathname.startsWith('/payg/lms/')) {
    return key === KEYS.helloTractor ? helloTractor(url, request.headers.host ?? '') : error(401, 'key')
  }
  if (url.pathname === '/v2/processed') {
    return key === KEYS.paymentLinks ? paymentLinks(url.searchParams) : error(403, 'key')
  }
  if (url.pathname.startsWith('/api/v1/invoice/')) {
    return key === KEYS.clientInvoices ? clientInvoices(url) : error(401, 'key')
  }
  return error(404, 'no such path')
}

function error(status: number, message: string): Reply {
  return { status, json: JSON.stringify({ error: { type: 'invalid_request_error', message } }) }
}

function within(day: string, from: string | null, to: string | null): boolean {
  return (from === null || day >= from) && (to === null || day <= to)
}

function helloTractor(url: URL, host: string): Reply {
  const [, , , collection, id, file] = url.pathname.split('/')
  const rows = collection === 'invoices' ? INVOICES : BILLING_PERIODS
  if (collection !== 'invoices' && collection !== 'payment-requests') return error(404, 'collection')
  if (id) {
    const index = rows.findIndex((row) => row.id === decodeURIComponent(id))
    const row = rows[index]
    if (!row) return error(404, 'row')
    if (file === 'document') return { status: 200, pdf: index }
    const pdf =
      collection === 'invoices' ? `,"pdf_url":"http://${host}/payg/lms/invoices/${id}/document"}` : '}'
    return { status: 200, json: rowJson(row).replace(/\}$/, pdf) }
  }
  const asked = url.searchParams
  const programme = asked.get('funding_source')
  if (programme !== null && !PROGRAMMES.some((name) => name === programme)) {
    return error(400, 'Invalid funding_source filter')
  }
  const [from, to] =
    collection === 'invoices'
      ? [asked.get('date_from'), asked.get('date_to')]
      : [asked.get('start_date_gte'), asked.get('start_date_lte')]
  return numberedPage(
    url,
    rows.filter((row) => {
      if (asked.get('currency') !== null && asked.get('currency') !== row.currency) return false
      if (programme !== null && programme !== row.programme) return false
      return (
        within(row.filedOn, from, to) &&
        within(row.filedOn, asked.get('end_date_gte'), asked.get('end_date_lte'))
      )
    }),
  )
}

function numberedPage(url: URL, rows: readonly SpelledRecord[]): Reply {
  const page = Number(url.searchParams.get('page') ?? '1')
  const size = Math.min(Number(url.searchParams.get('limit') ?? '10'), LARGEST_PAGE)
  const shown = rows.slice((page - 1) * size, page * size)
  const hasMore = page * size < rows.length
  // A host that does not exist, so that a client that follows the link unchanged fails.
  const next = hasMore ? `http://internal.invalid${url.pathname}?page=${page + 1}&limit=${size}` : ''
  return {
    status: 200,
    json: `{"count":${rows.length},"next":${JSON.stringify(next)},"results":[${shown.map(rowJson).join(',')}]}`,
  }
}

function paymentLinks(asked: URLSearchParams): Reply {
  const [from, to] = [asked.get('startDate'), asked.get('endDate')]
  if (!from || !to) return { status: 400, json: '{"error":"startDate is not valid"}' }
  const rows = PAYMENT_LINKS.filter((row) => within(row.filedOn, from, to))
  if (rows.length === 0) return { status: 204 }
  const list = `[${rows.map(rowJson).join(',')}]`
  const form = Number(from.slice(-2)) % 3
  if (form === 0) return { status: 200, json: list }
  return { status: 200, json: `{"count":${rows.length},"${form === 1 ? 'data' : 'results'}":${list}}` }
}

function clientInvoices(url: URL): Reply {
  const [, , , , id, file] = url.pathname.split('/')
  if (id && file === 'download') {
    const index = CLIENT_INVOICES.findIndex((row) => row.id === decodeURIComponent(id))
    return index < 0 ? error(404, 'Invoice not found') : { status: 200, pdf: index }
  }
  const asked = url.searchParams
  const rows = CLIENT_INVOICES.filter(
    (row) =>
      within(row.filedOn, asked.get('accounting_date_gt'), asked.get('accounting_date_lt')) &&
      (asked.get('invoice_number') === null || row.id === asked.get('invoice_number')),
  )
  const offset = Number(Buffer.from(asked.get('cursor') ?? '', 'base64url').toString() || '0')
  const size = Math.min(Number(asked.get('page_size') ?? '20'), LARGEST_PAGE)
  const next = offset + size < rows.length ? Buffer.from(String(offset + size)).toString('base64url') : null
  const link = next === null ? 'null' : JSON.stringify(`?cursor=${next}&page_size=${size}`)
  const shown = rows.slice(offset, offset + size).map(rowJson)
  return {
    status: 200,
    json: `{"page_size":${size},"count":${rows.length},"next_page":${link},"previous_page":null,"results":[${shown.join(',')}]}`,
  }
}
