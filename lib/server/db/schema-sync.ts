import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core'
import { day, instant } from './schema-columns.ts'

// What the sync knows of windows, sources and the mirror itself.

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
    /** Why rows may lack their funding source though every row is there; null: they do not. Not for those with a scope. */
    attributionFault: text('attribution_fault'),
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
