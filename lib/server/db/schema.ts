import { type SQL, sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  index,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core'
import { day, instant } from './schema-columns.ts'

// Names follow docs/architecture.md. Money is numeric without a scale, so that a sum keeps every digit and a
// value keeps its scale. Days are dates without a zone; instants are timestamptz.

/** Byte order, whatever the database's collation, so that indexes, sorts and cursors use the same order. */
const inByteOrder = (column: AnyPgColumn): SQL => sql`${column} collate "C"`
/** Rows shown in lists; the list indexes contain only these rows. */
const listed = sql`gone_at is null`
/** Rows of the only source that supports an order. */
const ofClientInvoices = sql`gone_at is null and source = 'client-invoices'`
const ofPaymentLinks = sql`gone_at is null and source = 'payment-links'`
/** The amount had a value that could not be read; a missing or blank amount is merely unknown. */
const unreadable = sql`gone_at is null and amount_issue not in ('missing', 'blank')`
/** Another field has a value that could not be read. */
const partlyUnreadable = sql`gone_at is null and unreadable_fields is not null`

/** Creates the indexes of a list's orders, named `<table>_by_<order>`; each holds the rows of `where` alone. */
function ordersOf(table: string) {
  return (order: string, where: SQL, ...columns: Parameters<ReturnType<typeof index>['on']>) =>
    index(`${table}_by_${order}`)
      .on(...columns)
      .where(where)
}

/** The columns of a row that searches match, with U+0001 between them. */
const textsOf = (...columns: string[]): SQL =>
  sql.raw(columns.map((column) => `coalesce(${column}, '')`).join(' || chr(1) || '))
const textOfInvoice = textsOf(
  'number',
  'title',
  'customer',
  'account_number',
  'site_ref',
  'site_name',
  'invoice_type_label',
  'funding_source',
  'id',
)
/** The contacts of a payment link after U+0002, for viewers who may see them. */
const contacts = sql`case when source = 'payment-links' then chr(2) || translate(coalesce(raw->>'mobileNumber', raw->>'mobile_number', ''), '()', '') || chr(1) || coalesce(raw->>'email', '') else '' end`

/** The text of a row that searches match, in normal form, without contacts. */
export const SEARCHED = {
  billing_period: sql`furrow_plain(${textsOf('contract', 'funding_source', 'id')})`,
  invoice: sql`furrow_plain(${textOfInvoice})`,
} as const

/** Columns of every mirrored row that its versions keep too. */
const known = {
  currency: text('currency'),
  fundingSource: text('funding_source'),
  /**
   * How the funding source is known. 'row': from the row itself; 'filter': one filter claimed the row;
   * 'unassigned': none did; 'ambiguous': several did.
   */
  assignment: text('assignment').notNull().default('unassigned'),
  /** Documented names, separated by spaces, of date and secondary money fields that could not be read. */
  unreadableFields: text('unreadable_fields'),
  /**
   * Set after two complete runs in a row missed the row; the row is kept, but left out of lists and totals.
   */
  goneAt: instant('gone_at'),
  /**
   * When Furrow stored the row as it is; null if that was before Furrow kept versions.
   */
  recordedFrom: instant('recorded_from'),
}

/** Columns of every mirrored table. */
const mirrored = {
  /** Hash of the mapped fields' canonical text, used to skip writing unchanged rows. */
  contentHash: text('content_hash').notNull(),
  /**
   * The upstream's own record, including secrets and personal data: must be masked before leaving the server.
   */
  raw: jsonb('raw').notNull(),
  /** Start of the run that first listed the row, and of the run that last found the row changed. */
  firstSeenAt: instant('first_seen_at').notNull(),
  changedAt: instant('changed_at').notNull(),
  /** Start of the first complete run that missed the row; null while the row is listed. */
  missingSince: instant('missing_since'),
  /** When a missing row was certainly still listed; says nothing of rows that were never missing. */
  lastListedAt: instant('last_listed_at'),
  /**
   * First day of the window whose runs decide about the row; null for payment links, where a missing row
   * proves nothing.
   */
  windowFrom: day('window_from'),
}

/** The columns of a billing period that its versions keep. */
export const ofBillingPeriod = {
  contract: text('contract'),
  startDate: day('start_date'),
  endDate: day('end_date'),
  status: text('status'),
  amount: numeric('amount'),
  amountIssue: text('amount_issue'),
  ...known,
}

/** Mirrored billing periods of Hello Tractor. */
export const billingPeriod = pgTable(
  'billing_period',
  {
    id: text('id').primaryKey(),
    ...ofBillingPeriod,
    ...mirrored,
    /**
     * The text that searches match; `migrateDatabase` creates its trigram index where pg_trgm is available.
     */
    searchText: text('search_text').generatedAlwaysAs(SEARCHED.billing_period),
  },
  (table) => {
    const id = inByteOrder(table.id)
    const currency = inByteOrder(table.currency)
    const status = inByteOrder(table.status)
    const fundingSource = inByteOrder(table.fundingSource)
    const { startDate, amount } = table
    const by = ordersOf('billing_period')
    // One index per order. Filters are checked on the index's further columns before any row is fetched
    // (docs/database.md).
    return [
      by('start_date', listed, startDate, id, currency, status, fundingSource),
      by('end_date', listed, table.endDate, id, currency, status, fundingSource, startDate, amount),
      by('amount', listed, currency, amount, id, status, fundingSource, startDate),
      // Holds all that the figures of a contract need.
      by(
        'contract',
        listed,
        inByteOrder(table.contract),
        id,
        currency,
        status,
        fundingSource,
        startDate,
        table.endDate,
        amount,
      ),
      by('status', listed, status, id, currency, fundingSource, startDate),
      by('funding_source', listed, fundingSource, id, currency, status, startDate),
      by('changed_at', listed, table.changedAt, id, currency, status, fundingSource, startDate),
      // Failed payments by the end of their period: fresh failures may still be paid.
      index('billing_period_failed')
        .on(table.endDate, startDate, currency, fundingSource, amount)
        .where(sql`gone_at is null and status = 'PAYMENT_FAILED'`),
      index('billing_period_recorded_from').on(table.recordedFrom).where(sql`recorded_from is not null`),
      index('billing_period_window').on(table.windowFrom),
      index('billing_period_ambiguous').on(table.assignment).where(sql`assignment = 'ambiguous'`),
      index('billing_period_unreadable').on(id).where(unreadable),
      index('billing_period_unreadable_fields').on(table.windowFrom, id).where(partlyUnreadable),
    ]
  },
)

/** The columns of an invoice that its versions keep. */
export const ofInvoice = {
  number: text('number'),
  title: text('title'),
  customer: text('customer'),
  accountNumber: text('account_number'),
  siteRef: text('site_ref'),
  siteName: text('site_name'),
  invoiceType: text('invoice_type'),
  invoiceTypeLabel: text('invoice_type_label'),
  amount: numeric('amount'),
  amountIssue: text('amount_issue'),
  usdAmount: numeric('usd_amount'),
  paidAmount: numeric('paid_amount'),
  state: text('state'),
  funnelState: text('funnel_state'),
  issuedOn: day('issued_on'),
  issuedAt: instant('issued_at'),
  dueOn: day('due_on'),
  processedOn: day('processed_on'),
  /**
   * Payment links: the source's own `updated`, by which the newer version of a row wins. Null when the time
   * was in the future.
   */
  sourceUpdatedAt: instant('source_updated_at'),
  ...known,
}

/** Mirrored invoices of every source; a column that a source lacks is null. */
export const invoice = pgTable(
  'invoice',
  {
    source: text('source').notNull(),
    id: text('id').notNull(),
    ...ofInvoice,
    ...mirrored,
    searchText: text('search_text').generatedAlwaysAs(sql`furrow_plain(${textOfInvoice} || ${contacts})`),
  },
  (table) => {
    const id = inByteOrder(table.id)
    const { source, issuedOn, processedOn, amount } = table
    const by = ordersOf('invoice')
    const currency = inByteOrder(table.currency)
    const state = inByteOrder(table.state)
    const funnelState = inByteOrder(table.funnelState)
    const fundingSource = inByteOrder(table.fundingSource)
    return [
      primaryKey({ columns: [source, table.id] }),
      by('issued_on', listed, source, issuedOn, id, currency, state, fundingSource),
      by('due_on', ofClientInvoices, table.dueOn, id, issuedOn, currency, amount),
      by('processed_on', ofPaymentLinks, processedOn, id, currency, state, fundingSource, issuedOn, amount),
      by('amount', listed, source, currency, amount, id, state, fundingSource, issuedOn),
      by('number', listed, source, inByteOrder(table.number), id, currency, state, fundingSource, issuedOn),
      by('customer', ofClientInvoices, inByteOrder(table.customer), id, issuedOn, currency, amount),
      by('site', ofClientInvoices, inByteOrder(table.siteRef), id, issuedOn, currency, amount),
      by('type', ofClientInvoices, inByteOrder(table.invoiceType), id, issuedOn, currency, amount),
      by('funnel_state', ofPaymentLinks, funnelState, state, id, currency, fundingSource, issuedOn, amount),
      by('state', listed, source, state, id, currency, fundingSource, issuedOn),
      by('funding_source', listed, source, fundingSource, id, currency, state, issuedOn),
      by('changed_at', listed, source, table.changedAt, id, currency, state, fundingSource, issuedOn),
      index('invoice_recorded_from').on(source, table.recordedFrom).where(sql`recorded_from is not null`),
      index('invoice_window').on(source, table.windowFrom),
      index('invoice_ambiguous').on(source, table.assignment).where(sql`assignment = 'ambiguous'`),
      index('invoice_unreadable').on(source, id).where(unreadable),
      index('invoice_unreadable_fields').on(source, table.windowFrom, id).where(partlyUnreadable),
    ]
  },
)

/**
 * The payment links that a day's report listed. The report selects by a process time that the rows do not
 * contain.
 */
export const paymentLinkSighting = pgTable(
  'payment_link_sighting',
  { queryDay: day('query_day').notNull(), id: text('id').notNull() },
  (table) => [
    primaryKey({ columns: [table.queryDay, table.id] }),
    index('payment_link_sighting_id').on(table.id),
  ],
)

/** Status changes as observed: a change happened after `previous_seen_at` and at or before `seen_at`. */
export const rowHistory = pgTable(
  'row_history',
  {
    entry: bigint('entry', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
    source: text('source').notNull(),
    resource: text('resource').notNull(),
    id: text('id').notNull(),
    status: text('status'),
    previousSeenAt: instant('previous_seen_at'),
    seenAt: instant('seen_at').notNull(),
  },
  (table) => [index('row_history_row').on(table.source, table.resource, table.id, table.entry)],
)
