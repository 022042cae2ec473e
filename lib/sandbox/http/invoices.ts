import 'server-only'
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Day, timeOfDay } from '#lib/calendar-date.ts'
import type { Dataset } from '#lib/sandbox/dataset/dataset.ts'
import type { Invoice } from '#lib/sandbox/dataset/invoices.ts'
import { PROGRAMMES } from '#lib/sandbox/dataset/regions.ts'
import { DAY_MS } from '#lib/sandbox/dataset/time.ts'
import type { Dialect, SandboxKeys } from '#lib/sandbox/options.ts'
import { invoicePdf } from '#lib/sandbox/pdf/invoice-pdf.ts'
import { invoicePaper } from '#lib/sandbox/pdf/papers.ts'
import { invoiceDetailRow, invoiceRow } from '#lib/sandbox/rows.ts'
import {
  admitHelloTractor,
  dayParameter,
  helloTractorError,
  holds,
  invalidParameter,
  isUnknown,
  noSuchObject,
  pageOf,
} from './hello-tractor-form.ts'
import { createMemo } from './memo.ts'
import { type Ask, json, parameter, type Reply } from './reply.ts'

type Filters = ReturnType<typeof readFilters>

function readFilters(query: URLSearchParams, dialect: Dialect) {
  const filters = {
    search: parameter(query, 'search'),
    currency: parameter(query, 'currency'),
    fundingSource: parameter(query, 'funding_source'),
    from: dayParameter(query, 'date_from'),
    to: dayParameter(query, 'date_to'),
    isLastDayIncluded: dialect.dateTo === 'whole-day',
  }
  if (dialect.strictFilters && isUnknown(filters.fundingSource, PROGRAMMES)) {
    throw invalidParameter('funding_source')
  }
  return filters
}

function lastInstant(to: Day | null, isLastDayIncluded: boolean): number {
  if (to === null) return Number.POSITIVE_INFINITY
  return timeOfDay(to) + (isLastDayIncluded ? DAY_MS - 1 : 0)
}

function matches(filters: Filters, now: number): (invoice: Invoice) => boolean {
  const { search, currency, fundingSource, from } = filters
  const first = from === null ? Number.NEGATIVE_INFINITY : timeOfDay(from)
  const last = Math.min(lastInstant(filters.to, filters.isLastDayIncluded), now)
  return (invoice) =>
    invoice.createdAt >= first &&
    invoice.createdAt <= last &&
    (currency === null || invoice.currency === currency) &&
    (fundingSource === null || invoice.fundingSource === fundingSource) &&
    (search === null || holds(invoice.number, search) || holds(invoice.title, search))
}

function newestFirst(a: Invoice, b: Invoice): number {
  return b.createdAt - a.createdAt || (a.number < b.number ? 1 : -1)
}

/** The routes of `/payg/lms/invoices`, its detail and the files behind `pdf_url`. */
export function invoiceRoutes(
  dataset: Dataset,
  keys: SandboxKeys,
  dialect: () => Dialect,
  pdfUrlSeconds: number,
) {
  const memo = createMemo()
  const urls = createSignedUrls(pdfUrlSeconds)

  function shown(id: string, now: number): Invoice | null {
    const invoice = dataset.invoices.find(id)
    return invoice && invoice.createdAt <= now ? invoice : null
  }

  return {
    list(ask: Ask): Reply {
      admitHelloTractor(ask, keys)
      const filters = readFilters(ask.query, dialect())
      const version = `${dataset.eventsUntil(ask.now)} ${dataset.invoices.revision()}`
      const invoices = memo(JSON.stringify(filters), version, () =>
        dataset.invoices
          .between(filters.from, filters.to)
          .filter(matches(filters, ask.now))
          .sort(newestFirst),
      )
      return pageOf(ask, dialect(), invoices, (invoice) => invoiceRow(invoice, ask.now, dialect()))
    },
    detail(ask: Ask, id: string): Reply {
      admitHelloTractor(ask, keys)
      const invoice = shown(id, ask.now)
      if (!invoice) throw noSuchObject()
      const pdfUrl =
        invoice.pdf === 'none' ? null : `${ask.origin}${urls.sign(`/files/invoices/${invoice.id}.pdf`)}`
      return json(200, invoiceDetailRow(invoice, ask.now, dialect(), pdfUrl))
    },
    /** Requires only the signature; credentials are not checked. */
    async file(ask: Ask, id: string): Promise<Reply> {
      const check = urls.check(ask.pathname, ask.query)
      if (check === 'wrong') return helloTractorError(403, 'permission_error', 'Signature does not match')
      if (check === 'gone') return helloTractorError(410, 'invalid_request_error', 'This link has expired')
      const invoice = shown(id, ask.now)
      if (invoice?.pdf !== 'ready') throw noSuchObject()
      const bytes = await invoicePdf(invoicePaper(invoice))
      return { status: 200, headers: { 'content-type': 'application/pdf' }, body: { bytes } }
    },
  }
}

/**
 * Signs addresses as file stores do, so that they are valid without a credential: for `seconds` of real time
 * and at most until the process ends.
 */
function createSignedUrls(seconds: number) {
  const secret = randomBytes(32)
  const signatureOf = (pathname: string, expires: string) =>
    createHmac('sha256', secret).update(`${pathname}\n${expires}`).digest('hex')
  return {
    sign(pathname: string): string {
      const expires = String(Math.floor(Date.now() / 1000 + seconds))
      return `${pathname}?expires=${expires}&signature=${signatureOf(pathname, expires)}`
    },
    /** `gone`: the signature is correct but has expired. */
    check(pathname: string, query: URLSearchParams): 'valid' | 'gone' | 'wrong' {
      const expires = query.get('expires') ?? ''
      const given = Buffer.from(query.get('signature') ?? '')
      const right = Buffer.from(signatureOf(pathname, expires))
      if (given.length !== right.length || !timingSafeEqual(given, right)) return 'wrong'
      return Number(expires) * 1000 > Date.now() ? 'valid' : 'gone'
    },
  }
}
