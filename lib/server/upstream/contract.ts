import 'server-only'
import type { Day } from '#lib/calendar-date.ts'
import type { Decimal } from '#lib/money.ts'
import type { Source } from '#lib/sources.ts'

/**
 * An upstream record as received: parsed JSON in which numbers with a fraction or exponent stay as their
 * source text.
 */
export type RawRecord = Record<string, unknown>

/** Documented names of the date and secondary money fields whose value could not be read. */
export type UnreadableFields = readonly string[]

/** A billing period under Furrow's field names; an unreadable field is null. */
export type BillingPeriodRecord = {
  id: string
  contract: string | null
  startDate: Day | null
  endDate: Day | null
  /** A known status name, or the upstream's own text; null when the upstream gave none. */
  status: string | null
  currency: string | null
  amount: Decimal | null
  amountIssue: string | null
  /** Only the row's own value; the mirror assigns funding sources that come from filters. */
  fundingSource: string | null
  unreadable: UnreadableFields
  raw: RawRecord
}

/** An invoice of any source under Furrow's field names; a field that the source lacks is null. */
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
  /**
   * Calendar day of issue: the day of created_at in the business time zone, accounting_date, or the UTC day
   * of `created`.
   */
  issuedOn: Day | null
  issuedAt: string | null
  dueOn: Day | null
  sourceUpdatedAt: string | null
  fundingSource: string | null
  unreadable: UnreadableFields
  raw: RawRecord
}

/** A row without a readable id: the row cannot be mirrored and is reported. */
export type RejectedRow = { reason: string; raw: unknown }

/** One page of an upstream list. */
export type ListPage<Row> = {
  records: readonly Row[]
  rejected: readonly RejectedRow[]
  /** The upstream's count of all matches; null when the upstream gives none. */
  count: number | null
  /** Token of the next page; null at the well-formed end (a null link or, without links, an empty page). */
  next: string | null
}

export type RequestOptions = {
  signal?: AbortSignal
  /** True where a refusal of the request is a valid response, as to a probe; it counts as answered. */
  mayBeRefused?: boolean
}

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

/** The PDF of an invoice, whose header has been checked; read `body` to its end or cancel it. */
export type PdfStream = { body: ReadableStream<Uint8Array>; lengthBytes: number | null }

/**
 * An invoice's detail. `record.raw` holds the upstream's extra fields as received, personal data included.
 */
export type HelloTractorInvoiceDetail = { record: InvoiceRecord; pdfUrl: string | null }

export type HelloTractorClient = {
  /** `token` is null for the first page, otherwise the previous page's `next`. */
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
   * Reads the invoice's detail for a fresh `pdf_url` and streams the PDF. An error thrown by `onRecord` ends
   * the call before the file is requested.
   * @throws UpstreamError; `not_found` when the invoice has no PDF
   */
  invoicePdf(
    id: string,
    options?: RequestOptions & { onRecord?: (record: InvoiceRecord) => void },
  ): Promise<PdfStream>
}

export type PaymentLinksClient = {
  /**
   * Streams every invoice processed from `startDate` to `endDate`.
   * @throws UpstreamError while iterating, also when the response breaks off
   */
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
  /**
   * Searches the list filtered by number for the row with exactly this number.
   * @throws UpstreamError; `not_found` when no row has the number
   */
  invoice(number: string, options?: RequestOptions): Promise<InvoiceRecord>
  invoicePdf(number: string, options?: RequestOptions): Promise<PdfStream>
}

/** The configured upstream clients; null where a source is off. */
export type Upstreams = {
  helloTractor: HelloTractorClient | null
  paymentLinks: PaymentLinksClient | null
  clientInvoices: ClientInvoicesClient | null
}
