import 'server-only'
import type { Day } from '#lib/calendar-date.ts'
import type { Decimal } from '#lib/money.ts'
import type { Source } from '#lib/sources.ts'

/** An upstream record as received: parsed JSON, numbers with a fraction or exponent kept as their source text. */
export type RawRecord = Record<string, unknown>

/** Documented names of date and secondary money fields that hold a value which could not be read. */
export type UnreadableFields = readonly string[]

/** A billing period in Furrow's words; whatever could not be read is null. */
export type BillingPeriodRecord = {
  id: string
  contract: string | null
  startDate: Day | null
  endDate: Day | null
  /** A known status name, or the upstream's own text; null when it gave none. */
  status: string | null
  currency: string | null
  amount: Decimal | null
  amountIssue: string | null
  /** Only what the row itself says; attribution by filters is the mirror's work. */
  fundingSource: string | null
  unreadable: UnreadableFields
  raw: RawRecord
}

/** An invoice of any source in Furrow's words; a field the source lacks is null. */
export type InvoiceRecord = {
  source: Source
  id: string
  number: string | null
  title: string | null
  customer: string | null
  accountNumber: string | null
  siteRef: string | null
  siteName: string | null
  invoiceType: string | null
  invoiceTypeLabel: string | null
  currency: string | null
  amount: Decimal | null
  amountIssue: string | null
  usdAmount: Decimal | null
  paidAmount: Decimal | null
  state: string | null
  funnelState: string | null
  /** Calendar day of issue: created_at in the business time zone, accounting_date, or `created` (UTC day). */
  issuedOn: Day | null
  issuedAt: string | null
  dueOn: Day | null
  sourceUpdatedAt: string | null
  fundingSource: string | null
  unreadable: UnreadableFields
  raw: RawRecord
}

/** A row whose id could not be read: it cannot be mirrored and is reported. */
export type RejectedRow = { reason: string; raw: unknown }

/** One page of an upstream list. */
export type ListPage<Row> = {
  records: readonly Row[]
  rejected: readonly RejectedRow[]
  /** The upstream's count of all matches; null where it gives none. */
  count: number | null
  /** Token for the following page; null at the well-formed end (a null link or, without links, an empty page). */
  next: string | null
}

export type RequestOptions = { signal?: AbortSignal }

export type BillingPeriodQuery = {
  search?: string
  currency?: string
  status?: string
  funding_source?: string
  start_date_gte?: Day
  start_date_lte?: Day
  end_date_gte?: Day
  end_date_lte?: Day
  ordering?: string
  limit?: number
}

export type HelloTractorInvoiceQuery = {
  search?: string
  date_from?: Day
  date_to?: Day
  currency?: string
  funding_source?: string
  limit?: number
}

export type ClientInvoiceQuery = {
  invoice_number?: string
  accounting_date_gt?: Day
  accounting_date_lt?: Day
  page_size?: number
}

/** The PDF of an invoice, checked to begin like one; `body` must be read to its end or cancelled. */
export type PdfStream = { body: ReadableStream<Uint8Array>; lengthBytes: number | null }

/** Details an upstream gives beside the list fields, as received (strings), personal ones included. */
export type HelloTractorInvoiceDetail = { record: InvoiceRecord; pdfUrl: string | null }

export type HelloTractorClient = {
  /** `token` null: the first page; else the `next` of the page before. */
  billingPeriodPage(
    query: BillingPeriodQuery,
    token: string | null,
    options?: RequestOptions,
  ): Promise<ListPage<BillingPeriodRecord>>
  invoicePage(
    query: HelloTractorInvoiceQuery,
    token: string | null,
    options?: RequestOptions,
  ): Promise<ListPage<InvoiceRecord>>
  billingPeriod(id: string, options?: RequestOptions): Promise<BillingPeriodRecord>
  invoice(id: string, options?: RequestOptions): Promise<HelloTractorInvoiceDetail>
  /**
   * Reads the detail for a fresh pdf_url, then streams it. `not_found` when the invoice has none. What `onRecord` throws
   * about the detail ends it before the file is asked for.
   */
  invoicePdf(
    id: string,
    options?: RequestOptions & { onRecord?: (record: InvoiceRecord) => void },
  ): Promise<PdfStream>
}

export type PaymentLinksClient = {
  /** Every invoice processed from `startDate` to `endDate`, as the answer streams in; ends with an UpstreamError if it breaks off. */
  report(
    startDate: Day,
    endDate: Day,
    options?: RequestOptions,
  ): AsyncIterable<{ record: InvoiceRecord } | { rejected: RejectedRow }>
}

export type ClientInvoicesClient = {
  invoicePage(
    query: ClientInvoiceQuery,
    token: string | null,
    options?: RequestOptions,
  ): Promise<ListPage<InvoiceRecord>>
  /** The list filtered by the exact number; `not_found` when no row carries exactly it. */
  invoice(number: string, options?: RequestOptions): Promise<InvoiceRecord>
  invoicePdf(number: string, options?: RequestOptions): Promise<PdfStream>
}

/** The configured upstreams; null where a source is off. */
export type Upstreams = {
  helloTractor: HelloTractorClient | null
  paymentLinks: PaymentLinksClient | null
  clientInvoices: ClientInvoicesClient | null
}
