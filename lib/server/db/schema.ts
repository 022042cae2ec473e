import { type SQL, sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  boolean,
  date,
  doublePrecision,
  index,
  integer,
  json,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core'

// Names are the words of docs/architecture.md. Money is numeric without a scale, so a sum keeps every digit and a value
// its scale as received. Days are dates without a zone; instants are timestamptz.

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })
const day = (name: string) => date(name, { mode: 'string' })
/** Byte order, whatever the database's own: one order for indexes, sorts and cursors. */
const inByteOrder = (column: AnyPgColumn): SQL => sql`${column} collate "C"`
/** What a list shows; its indexes hold nothing else. */
const listed = sql`gone_at is null`
/** Orders that only one source has. */
const ofClientInvoices = sql`gone_at is null and source = 'client-invoices'`
const ofPaymentLinks = sql`gone_at is null and source = 'payment-links'`
/** A value was there and could not be read as an amount; a missing one is only unknown. */
const unreadable = sql`gone_at is null and amount_issue not in ('missing', 'blank')`

/** What every mirrored row carries beside its own fields. */
const mirrored = {
  /** Canonical text of the mapped fields, hashed: an unchanged row is recognised by it and not written. */
  contentHash: text('content_hash').notNull(),
  /** The upstream's own record, secrets and personal fields included: never leaves the server unmasked. */
  raw: jsonb('raw').notNull(),
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

/** What is added up of billing periods: known statuses, or OTHER; derived in the transaction that changes the rows. */
const periodSums = {
  /** The first day of what is added up; null: rows without a day of start. */
  day: day('day'),
  currency: text('currency'),
  fundingSource: text('funding_source'),
  status: text('status').notNull(),
  count: integer('count').notNull(),
  amount: numeric('amount').notNull(),
  unknownAmounts: integer('unknown_amounts').notNull(),
}
export const billingPeriodDay = pgTable('billing_period_day', periodSums, (table) => [
  index('billing_period_day_day').on(table.day),
])
/** The same by ISO week, and by ISO year, which is made of whole weeks. */
export const billingPeriodWeek = pgTable('billing_period_week', periodSums, (table) => [
  index('billing_period_week_day').on(table.day),
])
export const billingPeriodYear = pgTable('billing_period_year', periodSums, (table) => [
  index('billing_period_year_day').on(table.day),
])

/**
 * The sums of a week over all funding sources in one row, as the weekly figures need them: an array of
 * [currency, status, count, amount as text, unknown amounts] each.
 */
export const collectionWeek = pgTable('collection_week', {
  day: day('day').primaryKey(),
  sums: json('sums').notNull(),
})

/** What is added up of invoices, by source and day of issue. */
const invoiceSums = {
  source: text('source').notNull(),
  day: day('day'),
  currency: text('currency'),
  fundingSource: text('funding_source'),
  state: text('state').notNull(),
  count: integer('count').notNull(),
  amount: numeric('amount').notNull(),
  unknownAmounts: integer('unknown_amounts').notNull(),
  /** A known state, or other, as it is where the source has no funnel. */
  funnelState: text('funnel_state').notNull(),
}
export const invoiceDay = pgTable('invoice_day', invoiceSums, (table) => [
  index('invoice_day_day').on(table.source, table.day),
])
export const invoiceWeek = pgTable('invoice_week', invoiceSums, (table) => [
  index('invoice_week_day').on(table.source, table.day),
])
export const invoiceYear = pgTable('invoice_year', invoiceSums, (table) => [
  index('invoice_year_day').on(table.source, table.day),
])

/** One window: source x resource x days. `to_day` null: open-ended. */
export const syncWindow = pgTable(
  'sync_window',
  {
    source: text('source').notNull(),
    resource: text('resource').notNull(),
    fromDay: day('from_day').notNull(),
    toDay: day('to_day'),
    /** 'never_read', 'complete', 'partial' or 'failed'; the rows shown are those of the last applied run. */
    state: text('state').notNull().default('never_read'),
    /** Start of the run that brought this state; null while never read. */
    stateSince: instant('state_since'),
    rows: integer('rows').notNull().default(0),
    upstreamCount: integer('upstream_count'),
    /** Distinct rows that the last applied run was given, unreadable ones included; null where none are counted. */
    upstreamListed: integer('upstream_listed'),
    checksum: text('checksum'),
    /** Start of the last run that was applied. */
    lastRunAt: instant('last_run_at'),
    lastCompleteAt: instant('last_complete_at'),
    dueAt: instant('due_at').notNull(),
    /** A person asked for it now; a run that begins later clears it. */
    requestedAt: instant('requested_at'),
    /** Rows whose status can still change: such windows are checked more often. */
    unsettled: integer('unsettled').notNull().default(0),
    /** Why the window is not complete, in plain words, ours; never the upstream's text. */
    detail: text('detail'),
    /** The last run's fault, while no later run was applied. */
    errorCode: text('error_code'),
    errorDetail: text('error_detail'),
    failedAt: instant('failed_at'),
    failures: integer('failures').notNull().default(0),
    /** When a run last changed a row. */
    lastChangeAt: instant('last_change_at'),
    /** Moves when a run begins and when one ends: who holds an older one may not write any more. */
    token: integer('token').notNull().default(0),
    /** Until when the window is some worker's to read, by PostgreSQL's clock; null: nobody's. */
    leasedUntil: instant('leased_until'),
    leasedBy: text('leased_by'),
  },
  (table) => [
    primaryKey({ columns: [table.source, table.resource, table.fromDay] }),
    index('sync_window_due').on(table.dueAt),
    index('sync_window_leased').on(table.leasedUntil).where(sql`leased_until is not null`),
  ],
)

/** What Furrow learned about a source: its origin, its filters, its counts, its last error. One row a fact. */
export const sourceFact = pgTable(
  'source_fact',
  {
    source: text('source').notNull(),
    resource: text('resource').notNull(),
    /** 'origin', 'probe:funding_source', 'probe:currency', 'partition:<name>', 'undated', 'paused', 'rejected_rows:<week>' … */
    fact: text('fact').notNull(),
    value: jsonb('value').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.source, table.resource, table.fact] })],
)

/** Upstream calls that the older weeks of all sources may still make, over all workers of this database. */
export const syncBudget = pgTable('sync_budget', {
  only: boolean('only').primaryKey().default(true),
  calls: doublePrecision('calls').notNull(),
  at: instant('at').notNull(),
})

/** The last faults of each list; the same fault in a row is one entry that counts. Kept short by whoever writes it. */
export const sourceError = pgTable(
  'source_error',
  {
    entry: bigint('entry', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
    source: text('source').notNull(),
    resource: text('resource').notNull(),
    code: text('code').notNull(),
    /** In our own words; never the upstream's text. */
    detail: text('detail').notNull(),
    /** The window that met it last. */
    fromDay: day('from_day').notNull(),
    firstAt: instant('first_at').notNull(),
    lastAt: instant('last_at').notNull(),
    times: integer('times').notNull().default(1),
    /** Until when the source asked to be left alone. */
    retryAt: instant('retry_at'),
  },
  (table) => [index('source_error_list').on(table.source, table.resource, table.entry)],
)

/** Calls to each source by minute and outcome, for the last hours. */
export const sourceCall = pgTable(
  'source_call',
  {
    source: text('source').notNull(),
    minute: instant('minute').notNull(),
    /** 'ok', 'aborted' or an error code. */
    outcome: text('outcome').notNull(),
    calls: integer('calls').notNull(),
    /** Attempts beyond the first of a call. */
    repeats: integer('repeats').notNull(),
  },
  (table) => [primaryKey({ columns: [table.source, table.minute, table.outcome] })],
)

/** The version of the mirror: moves in every transaction that changes a row, so answers of one version agree. */
export const mirrorState = pgTable('mirror_state', {
  only: boolean('only').primaryKey().default(true),
  version: bigint('version', { mode: 'number' }).notNull(),
})
