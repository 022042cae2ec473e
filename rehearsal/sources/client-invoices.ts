import type { Day } from '#lib/calendar-date.ts'
import { type Call, REFUSED, type Reply, startUpstream, UNKNOWN, type Upstream } from './server.ts'

// Client invoices: a password grant, then pages by a cursor, whose `next` link omits the filters, and a PDF
// for each number.

export const GRANT = {
  client_id: 'furrow-rehearsal',
  username: 'furrow',
  password: 'rehearsal client invoices password',
}
export const TOKEN_PATH = '/auth/realms/clients/protocol/openid-connect/token'
const LIST_PATH = '/api/v1/invoice/'
const TOKEN = 'rehearsal-access-token'
const PDF = new TextEncoder().encode(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
)

export type ClientInvoice = { invoice_number: string; accounting_date: Day; [field: string]: unknown }
export type ClientInvoices = Upstream & { invoices: ClientInvoice[] }

export async function startClientInvoices(invoices: ClientInvoice[]): Promise<ClientInvoices> {
  const held = { invoices }
  const upstream = await startUpstream((call) => {
    if (call.path === TOKEN_PATH) return grant(call)
    if (call.authorization !== `Bearer ${TOKEN}`) return REFUSED
    if (call.path === LIST_PATH) return pageOf(held.invoices, call, upstream.url)
    const [, number] = /^\/api\/v1\/invoice\/([^/]+)\/download\/$/.exec(call.path) ?? []
    const isKnown = held.invoices.some(
      ({ invoice_number }) => invoice_number === decodeURIComponent(number ?? ''),
    )
    return isKnown ? { headers: { 'content-type': 'application/pdf' }, body: PDF } : UNKNOWN
  })
  return Object.assign(held, upstream)
}

function grant({ form }: Call): Reply {
  const isRight = Object.entries(GRANT).every(([name, value]) => form.get(name) === value)
  if (!isRight) return { status: 401, body: { error: 'invalid_grant' } }
  return { body: { access_token: TOKEN, expires_in: 3600, token_type: 'Bearer' } }
}

function pageOf(invoices: readonly ClientInvoice[], { query }: Call, url: string): Reply {
  const number = query.get('invoice_number')
  const [from, to] = [query.get('accounting_date_gt'), query.get('accounting_date_lt')]
  const found = invoices.filter(
    ({ invoice_number, accounting_date }) =>
      (number === null || invoice_number === number) &&
      (from === null || accounting_date >= from) &&
      (to === null || accounting_date <= to),
  )
  const size = Number(query.get('page_size') ?? 20)
  const start = Number(query.get('cursor') ?? 0)
  const isLast = start + size >= found.length
  const next = `${url}${LIST_PATH}?cursor=${start + size}&page_size=${size}`
  return {
    body: {
      page_size: size,
      count: found.length,
      previous_page: null,
      next_page: isLast ? null : next,
      results: found.slice(start, start + size),
    },
  }
}
