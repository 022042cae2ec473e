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

// Names are the words of docs/architecture.md. Money is numeric without a scale, so a sum keeps every digit and a value
// its scale as received. Days are dates without a zone; instants are timestamptz.

/** Byte order, whatever the database's own: one order for indexes, sorts and cursors. */
const inByteOrder = (column: AnyPgColumn): SQL => sql`${column} collate "C"`
/** What a list shows; its indexes hold nothing else. */
const listed = sql`gone_at is null`
/** Orders that only one source has. */
const ofClientInvoices = sql`gone_at is null and source = 'client-invoices'`
const ofPaymentLinks = sql`gone_at is null and source = 'payment-links'`
/** A value was there and could not be read as an amount; a missing one is only unknown. */
const unreadable = sql`gone_at is null and amount_issue not in ('missing', 'blank')`
/** Another field holds a value that could not be read. */
const partlyUnreadable = sql`gone_at is null and unreadable_fields is not null`

/** What every mirrored row carries beside its own fields. */
const mirrored = {
  /** Canonical text of the mapped fields, hashed: an unchanged row is recognised by it and not written. */
  contentHash: text('content_hash').notNull(),
  /** The upstream's own record, secrets and personal fields included: never leaves the server unmasked. */
  raw: jsonb('raw').notNull(),
  /** Documented names, with spaces between them, of date and secondary money fields that could not be read. */
  unreadableFields: text('unreadable_fields'),
  /** 'row': the row said it; 'filter': one filter claimed it; 'unassigned': none did; 'ambiguous': more than one did. */
  assignment: text('assignment').notNull().default('unassigned'),
  /** Starts of the runs that first listed the row, and that last found it other than before. */
  firstSeenAt: instant('first_seen_at').notNull(),
  changedAt: instant('changed_at').notNull(),
  /** Start of the first complete run that missed the row; null while it is listed. */
  missingSince: instant('missing_since'),
  /** Set after two complete runs in a row without it; the row is kept, out of lists and totals. */
  goneAt: instant('gone_at'),
  /** First day of the window whose runs answer for the row; null for payment links, where absence proves nothing. */
  windowFrom: day('window_from'),
}

export const billingPeriod = pgTable(
  'billing_period',
  {
    id: text('id').primaryKey(),
    contract: text('contract'),
    startDate: day('start_date'),
    endDate: day('end_date'),
    status: text('status'),
    currency: text('currency'),
    amount: numeric('amount'),
    amountIssue: text('amount_issue'),
    fundingSource: text('funding_source'),
    ...mirrored,
    /** What a text search looks through; its trigram index is made by `migrateDatabase` where pg_trgm exists. */
    searchText: text('search_text').generatedAlwaysAs(sql`lower(coalesce(contract, '') || ' ' || id)`),
  },
  (table) => {
    const id = inByteOrder(table.id)
    const currency = inByteOrder(table.currency)
    const status = inByteOrder(table.status)
    const fundingSource = inByteOrder(table.fundingSource)
    // An index an order; the filters behind it are checked in the index, before any row is fetched (docs/database.md).
    return [
      index('billing_period_by_start_date')
        .on(table.startDate, id, currency, status, fundingSource)
        .where(listed),
      index('billing_period_by_end_date')
        .on(table.endDate, id, currency, status, fundingSource, table.startDate, table.amount)
        .where(listed),
      index('billing_period_by_amount')
        .on(currency, table.amount, id, status, fundingSource, table.startDate)
        .where(listed),
      index('billing_period_by_contract')
        .on(inByteOrder(table.contract), id, currency, status, fundingSource, table.startDate)
        .where(listed),
      index('billing_period_by_status')
        .on(status, id, currency, fundingSource, table.startDate)
        .where(listed),
      index('billing_period_by_funding_source')
        .on(fundingSource, id, currency, status, table.startDate)
        .where(listed),
      index('billing_period_by_changed_at')
        .on(table.changedAt, id, currency, status, fundingSource, table.startDate)
        .where(listed),
      index('billing_period_window').on(table.windowFrom),
      index('billing_period_ambiguous').on(table.assignment).where(sql`assignment = 'ambiguous'`),
      index('billing_period_unreadable').on(id).where(unreadable),
      index('billing_period_unreadable_fields').on(table.windowFrom, id).where(partlyUnreadable),
    ]
  },
)

export const invoice = pgTable(
  'invoice',
  {
    source: text('source').notNull(),
    id: text('id').notNull(),
    number: text('number'),
    title: text('title'),
    customer: text('customer'),
    accountNumber: text('account_number'),
    siteRef: text('site_ref'),
    siteName: text('site_name'),
    invoiceType: text('invoice_type'),
    invoiceTypeLabel: text('invoice_type_label'),
    currency: text('currency'),
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
    /** Payment links: the source's own `updated`; the newer version of a row wins. Null where it lay in the future. */
    sourceUpdatedAt: instant('source_updated_at'),
    fundingSource: text('funding_source'),
    ...mirrored,
    searchText: text('search_text').generatedAlwaysAs(
      sql`lower(coalesce(number, '') || ' ' || coalesce(title, '') || ' ' || coalesce(customer, '') || ' ' || coalesce(account_number, '') || ' ' || coalesce(site_ref, '') || ' ' || coalesce(site_name, '') || ' ' || id)`,
    ),
  },
  (table) => {
    const id = inByteOrder(table.id)
    const { source } = table
    const currency = inByteOrder(table.currency)
    const state = inByteOrder(table.state)
    const fundingSource = inByteOrder(table.fundingSource)
    return [
      primaryKey({ columns: [source, table.id] }),
      index('invoice_by_issued_on')
        .on(source, table.issuedOn, id, currency, state, fundingSource)
        .where(listed),
      index('invoice_by_due_on')
        .on(table.dueOn, id, table.issuedOn, currency, table.amount)
        .where(ofClientInvoices),
      index('invoice_by_processed_on')
        .on(table.processedOn, id, currency, state, fundingSource, table.issuedOn, table.amount)
        .where(ofPaymentLinks),
      index('invoice_by_amount')
        .on(source, currency, table.amount, id, state, fundingSource, table.issuedOn)
        .where(listed),
      index('invoice_by_number')
        .on(source, inByteOrder(table.number), id, currency, state, fundingSource, table.issuedOn)
        .where(listed),
      index('invoice_by_customer')
        .on(inByteOrder(table.customer), id, table.issuedOn, currency, table.amount)
        .where(ofClientInvoices),
      index('invoice_by_site')
        .on(inByteOrder(table.siteRef), id, table.issuedOn, currency, table.amount)
        .where(ofClientInvoices),
      index('invoice_by_type')
        .on(inByteOrder(table.invoiceType), id, table.issuedOn, currency, table.amount)
        .where(ofClientInvoices),
      index('invoice_by_funnel_state')
        .on(inByteOrder(table.funnelState), state, id, currency, fundingSource, table.issuedOn, table.amount)
        .where(ofPaymentLinks),
      index('invoice_by_state').on(source, state, id, currency, fundingSource, table.issuedOn).where(listed),
      index('invoice_by_funding_source')
        .on(source, fundingSource, id, currency, state, table.issuedOn)
        .where(listed),
      index('invoice_by_changed_at')
        .on(source, table.changedAt, id, currency, state, fundingSource, table.issuedOn)
        .where(listed),
      index('invoice_window').on(source, table.windowFrom),
      index('invoice_ambiguous').on(source, table.assignment).where(sql`assignment = 'ambiguous'`),
      index('invoice_unreadable').on(source, id).where(unreadable),
      index('invoice_unreadable_fields').on(source, table.windowFrom, id).where(partlyUnreadable),
    ]
  },
)

/** Which payment links a day's report listed: the report compares with a process time that is not in the row. */
export const paymentLinkSighting = pgTable(
  'payment_link_sighting',
  { queryDay: day('query_day').notNull(), id: text('id').notNull() },
  (table) => [
    primaryKey({ columns: [table.queryDay, table.id] }),
    index('payment_link_sighting_id').on(table.id),
  ],
)

/** Status changes as observed: the change happened in (previous_seen_at, seen_at]. */
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
