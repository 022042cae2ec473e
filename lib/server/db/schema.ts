import {
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core'

// Names are the words of docs/architecture.md. Money is numeric without a scale, so a sum keeps every digit and a value
// its scale as received. Days are dates without a zone; instants are timestamptz.

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' })
const day = (name: string) => date(name, { mode: 'string' })

/** What every mirrored row carries beside its own fields. */
const mirrored = {
  /** Canonical text of the mapped fields, hashed: an unchanged row is recognised by it and not written. */
  contentHash: text('content_hash').notNull(),
  /** The upstream's own record, secrets and personal fields included: never leaves the server unmasked. */
  raw: jsonb('raw').notNull(),
  /** 'row': the row said it; 'filter': one filter claimed it; 'unassigned': none did; 'ambiguous': more than one did. */
  assignment: text('assignment').notNull().default('unassigned'),
  firstSeenAt: instant('first_seen_at').notNull(),
  changedAt: instant('changed_at').notNull(),
  /** Start of the first complete run that missed the row; null while it is listed. */
  missingSince: instant('missing_since'),
  /** Set after two complete runs in a row without it; the row is kept, out of lists and totals. */
  goneAt: instant('gone_at'),
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
  },
  (table) => [
    index('billing_period_start_date').on(table.startDate, table.id),
    index('billing_period_contract').on(table.contract, table.id),
  ],
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
    /** Payment links: the source's own `updated`; the newer version of a row wins. */
    sourceUpdatedAt: instant('source_updated_at'),
    fundingSource: text('funding_source'),
    ...mirrored,
  },
  (table) => [
    primaryKey({ columns: [table.source, table.id] }),
    index('invoice_issued_on').on(table.source, table.issuedOn, table.id),
  ],
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

/** Aggregates of billing periods by day of start; derived in the transaction that changes the rows. */
export const billingPeriodDay = pgTable(
  'billing_period_day',
  {
    day: day('day'),
    currency: text('currency'),
    fundingSource: text('funding_source'),
    /** A known status, or OTHER. */
    status: text('status').notNull(),
    count: integer('count').notNull(),
    amount: numeric('amount').notNull(),
    unknownAmounts: integer('unknown_amounts').notNull(),
  },
  (table) => [index('billing_period_day_day').on(table.day)],
)

/** Aggregates of invoices by source and day of issue. */
export const invoiceDay = pgTable(
  'invoice_day',
  {
    source: text('source').notNull(),
    day: day('day'),
    currency: text('currency'),
    fundingSource: text('funding_source'),
    state: text('state').notNull(),
    count: integer('count').notNull(),
    amount: numeric('amount').notNull(),
    unknownAmounts: integer('unknown_amounts').notNull(),
  },
  (table) => [index('invoice_day_day').on(table.source, table.day)],
)

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
    rows: integer('rows').notNull().default(0),
    upstreamCount: integer('upstream_count'),
    checksum: text('checksum'),
    lastRunAt: instant('last_run_at'),
    lastCompleteAt: instant('last_complete_at'),
    dueAt: instant('due_at').notNull(),
    errorCode: text('error_code'),
    /** In plain words, ours; never the upstream's text. */
    detail: text('detail'),
    failures: integer('failures').notNull().default(0),
    /** Days since the last time a run changed a row are told from this. */
    lastChangeAt: instant('last_change_at'),
  },
  (table) => [
    primaryKey({ columns: [table.source, table.resource, table.fromDay] }),
    index('sync_window_due').on(table.dueAt),
  ],
)

/** What Furrow learned about a source: its origin, its filters, its counts, its last error. One row a fact. */
export const sourceFact = pgTable(
  'source_fact',
  {
    source: text('source').notNull(),
    resource: text('resource').notNull(),
    /** 'origin', 'probe:funding_source', 'probe:currency', 'partition:<name>', 'undated', 'last_error', 'rejected_rows' … */
    fact: text('fact').notNull(),
    value: jsonb('value').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.source, table.resource, table.fact] })],
)

/** The version of the mirror: moves in every transaction that changes a row, so answers of one version agree. */
export const mirrorState = pgTable(
  'mirror_state',
  {
    only: boolean('only').primaryKey().default(true),
    version: bigint('version', { mode: 'number' }).notNull(),
  },
  (table) => [uniqueIndex('mirror_state_only').on(table.only)],
)
