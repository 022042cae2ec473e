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

// State of windows, sources and the mirror itself.

/** One window: source x resource x days. `to_day` is null for the open-ended window. */
export const syncWindow = pgTable(
  'sync_window',
  {
    source: text('source').notNull(),
    resource: text('resource').notNull(),
    fromDay: day('from_day').notNull(),
    toDay: day('to_day'),
    /**
     * 'never_read', 'complete', 'partial' or 'failed'; the visible rows are those of the last applied run.
     */
    state: text('state').notNull().default('never_read'),
    /** Start of the run that led to this state; null while never read. */
    stateSince: instant('state_since'),
    rows: integer('rows').notNull().default(0),
    upstreamCount: integer('upstream_count'),
    /**
     * Distinct rows that the last applied run received, unreadable ones included; null for a source without
     * counts.
     */
    upstreamListed: integer('upstream_listed'),
    checksum: text('checksum'),
    /** Start of the last applied run. */
    lastRunAt: instant('last_run_at'),
    lastCompleteAt: instant('last_complete_at'),
    dueAt: instant('due_at').notNull(),
    /** When a person requested a run of the window; a run that begins later clears the request. */
    requestedAt: instant('requested_at'),
    /** Number of rows whose status can still change: such windows are checked more often. */
    unsettled: integer('unsettled').notNull().default(0),
    /** Why the window is not complete: a list of reasons (lib/window-reasons.ts); null for none. */
    reasons: jsonb('reasons'),
    /**
     * Why rows may lack a funding source although every row is present: a list of reasons, null for none.
     * Shown only to viewers without a scope.
     */
    attributionFaults: jsonb('attribution_faults'),
    /** Fault of the last run, until a later run is applied. */
    errorCode: text('error_code'),
    errorDetail: text('error_detail'),
    failedAt: instant('failed_at'),
    failures: integer('failures').notNull().default(0),
    /**
     * When the first complete run of billing periods was written since Furrow follows how weeks are collected: what was
     * collected before is not observed.
     */
    firstCompleteAt: instant('first_complete_at'),
    /** When a run last changed a row. */
    lastChangeAt: instant('last_change_at'),
    /**
     * A fencing token, incremented when a run begins and when it ends: a run with an older token must not
     * write.
     */
    token: integer('token').notNull().default(0),
    /** Until when a worker holds the lease on the window, by PostgreSQL's clock; null when no worker does. */
    leasedUntil: instant('leased_until'),
    leasedBy: text('leased_by'),
  },
  (table) => [
    primaryKey({ columns: [table.source, table.resource, table.fromDay] }),
    index('sync_window_due').on(table.dueAt),
    index('sync_window_leased').on(table.leasedUntil).where(sql`leased_until is not null`),
  ],
)

/** Facts about a source: its origin, filters, counts and last error. One row per fact. */
export const sourceFact = pgTable(
  'source_fact',
  {
    source: text('source').notNull(),
    resource: text('resource').notNull(),
    /**
     * 'origin', 'probe:funding_source', 'probe:currency', 'partition:<name>', 'undated', 'paused',
     * 'rejected_rows:<week>' …
     */
    fact: text('fact').notNull(),
    value: jsonb('value').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.source, table.resource, table.fact] })],
)

/**
 * Upstream calls that the older weeks of all sources may still make, shared by all workers of this database.
 */
export const syncBudget = pgTable('sync_budget', {
  only: boolean('only').primaryKey().default(true),
  calls: doublePrecision('calls').notNull(),
  at: instant('at').notNull(),
})

/**
 * The last faults of each list. Consecutive identical faults are one row with a count; each writer trims the
 * table.
 */
export const sourceError = pgTable(
  'source_error',
  {
    entry: bigint('entry', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
    source: text('source').notNull(),
    resource: text('resource').notNull(),
    code: text('code').notNull(),
    /** In Furrow's words; never the upstream's text. */
    detail: text('detail').notNull(),
    /** The last window with this fault. */
    fromDay: day('from_day').notNull(),
    firstAt: instant('first_at').notNull(),
    lastAt: instant('last_at').notNull(),
    times: integer('times').notNull().default(1),
    /** End of the pause that the source asked for. */
    retryAt: instant('retry_at'),
  },
  (table) => [index('source_error_list').on(table.source, table.resource, table.entry)],
)

/** Calls to each source by minute and outcome, for the last three hours. */
export const sourceCall = pgTable(
  'source_call',
  {
    source: text('source').notNull(),
    minute: instant('minute').notNull(),
    /** 'ok', 'aborted' or an error code. */
    outcome: text('outcome').notNull(),
    calls: integer('calls').notNull(),
    /** Retries: attempts beyond the first of each call. */
    repeats: integer('repeats').notNull(),
  },
  (table) => [primaryKey({ columns: [table.source, table.minute, table.outcome] })],
)

/**
 * The version of the mirror, incremented by every transaction that changes a row: responses of one version
 * agree.
 */
export const mirrorState = pgTable('mirror_state', {
  only: boolean('only').primaryKey().default(true),
  version: bigint('version', { mode: 'number' }).notNull(),
})
