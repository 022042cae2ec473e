import 'server-only'
import { type Day, readDay } from '#lib/calendar-date.ts'
import type { ClientInvoice } from '#lib/sandbox/dataset/client-invoices.ts'
import type { Dataset } from '#lib/sandbox/dataset/dataset.ts'
import type { Dialect } from '#lib/sandbox/options.ts'
import { invoicePdf } from '#lib/sandbox/pdf/invoice-pdf.ts'
import { clientInvoicePaper } from '#lib/sandbox/pdf/papers.ts'
import { clientInvoiceRow } from '#lib/sandbox/rows.ts'
import type { Cursors, Place } from './cursors.ts'
import { createMemo } from './memo.ts'
import { type Ask, json, parameter, Refusal, type Reply } from './reply.ts'
import type { Tokens } from './tokens.ts'

const DEFAULT_PAGE_SIZE = 20
const LARGEST_PAGE_SIZE = 100
/** As in the seed: a host other than the API's, and plain HTTP. */
const LINK_HOST = 'api.example.com'

function dayParameter(query: URLSearchParams, name: string): Day | null {
  const text = parameter(query, name)
  if (text === null) return null
  const day = readDay(text)
  if (day === null) throw new Refusal(json(400, { [name]: ['Enter a valid date.'] }))
  return day
}

/** Parses like the vendor's framework: anything but a positive number means the default. */
function pageSizeOf(query: URLSearchParams): number {
  const text = parameter(query, 'page_size') ?? ''
  const size = /^\d{1,9}$/.test(text) ? Number(text) : 0
  return size < 1 ? DEFAULT_PAGE_SIZE : Math.min(size, LARGEST_PAGE_SIZE)
}

/** Sort key of a row; the list is newest first. */
function placeKey(invoice: ClientInvoice): string {
  return `${invoice.accountingDate} ${invoice.number}`
}

/** Returns the start and end index of the page. The row that the cursor names may no longer exist. */
function spanOf(invoices: readonly ClientInvoice[], place: Place | null, pageSize: number): [number, number] {
  if (!place) return [0, pageSize]
  const isAfter = place.side === 'after'
  const found = invoices.findIndex((invoice) => {
    const key = placeKey(invoice)
    return isAfter ? key < place.key : key <= place.key
  })
  const edge = found < 0 ? invoices.length : found
  return isAfter ? [edge, edge + pageSize] : [Math.max(0, edge - pageSize), edge]
}

/** The routes of `/api/v1/invoice/` and its downloads. */
export function clientInvoiceRoutes(
  dataset: Dataset,
  tokens: Tokens,
  cursors: Cursors,
  dialect: () => Dialect,
) {
  const memo = createMemo()

  function matching(ask: Ask): readonly ClientInvoice[] {
    const number = parameter(ask.query, 'invoice_number')
    const from = dayParameter(ask.query, 'accounting_date_gt')
    const to = dayParameter(ask.query, 'accounting_date_lt')
    const version = `${dataset.eventsUntil(ask.now)} ${dataset.clientInvoices.revision()}`
    return memo(JSON.stringify([number, from, to]), version, () =>
      dataset.clientInvoices
        .between(from, to)
        .filter(
          (invoice) =>
            invoice.revealedAt <= ask.now &&
            (number === null || invoice.number === number) &&
            (from === null || invoice.accountingDate >= from) &&
            (to === null || invoice.accountingDate <= to),
        )
        .sort((a, b) => (placeKey(a) < placeKey(b) ? 1 : -1)),
    )
  }

  function placeOf(ask: Ask): Place | null {
    const cursor = parameter(ask.query, 'cursor')
    if (cursor === null) return null
    const place = cursors.read(cursor)
    if (!place) throw new Refusal(json(404, { detail: 'Invalid cursor' }))
    return place
  }

  return {
    list(ask: Ask): Reply {
      tokens.admit(ask)
      const pageSize = pageSizeOf(ask.query)
      const place = placeOf(ask)
      const invoices = matching(ask)
      const [start, end] = spanOf(invoices, place, pageSize)
      const page = invoices.slice(start, end)
      const host = dialect().foreignLinks ?? LINK_HOST
      const link = (invoice: ClientInvoice | undefined, side: Place['side']) => {
        if (!invoice) return null
        const cursor = cursors.write({ key: placeKey(invoice), side })
        return `http://${host}/api/v1/invoice/?${new URLSearchParams({ cursor, page_size: String(pageSize) })}`
      }
      return json(200, {
        page_size: pageSize,
        count: invoices.length,
        next_page: end < invoices.length ? link(page.at(-1), 'after') : null,
        previous_page: start > 0 ? link(page.at(0), 'before') : null,
        results: page.map(clientInvoiceRow),
      })
    },
    /** Redirects a path without its final slash. */
    slash(): Reply {
      return { status: 301, headers: { location: '/api/v1/invoice/' }, body: { bytes: Buffer.alloc(0) } }
    },
    async download(ask: Ask, number: string): Promise<Reply> {
      tokens.admit(ask)
      const invoice = dataset.clientInvoices.find(number)
      if (!invoice || invoice.revealedAt > ask.now || !invoice.hasPdf) {
        throw new Refusal(json(404, { detail: 'Not found.' }))
      }
      return {
        status: 200,
        headers: {
          'content-type': 'application/pdf',
          'content-disposition': `attachment; filename=${number}.pdf`,
        },
        body: { bytes: await invoicePdf(clientInvoicePaper(invoice, dataset)) },
      }
    },
  }
}
