import { sql } from 'drizzle-orm'
import { type AnyPgColumn, index, integer, numeric, pgTable, text } from 'drizzle-orm/pg-core'
import { day } from './schema-columns.ts'

const inByteOrder = (column: AnyPgColumn) => sql`${column} collate "C"`

/**
 * The names of contracts whose figures must be computed again; '' stands for the periods without a contract.
 * Their stored figures are older than the periods.
 */
export const contractPending = pgTable('contract_pending', { name: text('name').primaryKey() })

/**
 * The figures of each contract: the listed billing periods of one contract name, currency and funding source.
 * Updated in the transaction that changes the periods, or, where many change, soon after it. The figures that
 * depend on today hold for the day in the fact `contracts`.
 */
export const contract = pgTable(
  'contract',
  {
    /** Hash of the three columns that identify the contract. */
    id: text('id').primaryKey(),
    /** The name of the contract; null: the periods without one. */
    contract: text('contract'),
    currency: text('currency'),
    fundingSource: text('funding_source'),
    periods: integer('periods').notNull(),
    drafts: integer('drafts').notNull(),
    /** Periods whose status Furrow does not know. */
    others: integer('others').notNull(),
    /** Billed periods without a readable amount. */
    unknownAmounts: integer('unknown_amounts').notNull(),
    collected: numeric('collected').notNull(),
    failed: numeric('failed').notNull(),
    inFlight: numeric('in_flight').notNull(),
    outstanding: numeric('outstanding').notNull(),
    billed: numeric('billed').notNull(),
    /** Failed periods that ended less than 28 days ago. */
    freshFailed: numeric('fresh_failed').notNull(),
    /** Share of the billed amount that is collected; null unless it lies between 0 and 1. For sorting only. */
    rate: numeric('rate'),
    /** Unpaid periods that ended at least 7 days ago. */
    unpaid: integer('unpaid').notNull(),
    /** Unpaid periods without a day. */
    unpaidUndated: integer('unpaid_undated').notNull(),
    /** The latest billing weeks in a row that hold an unpaid period that ended at least 7 days ago. */
    weeksBehind: integer('weeks_behind').notNull(),
    /** End of the oldest unpaid period that ended at least 7 days ago. */
    oldestUnpaid: day('oldest_unpaid'),
    /** First and last start day of a billed period. */
    firstBilled: day('first_billed'),
    lastBilled: day('last_billed'),
    /** End of the latest period that is paid. */
    lastPaid: day('last_paid'),
    /** The first day on which the figures that depend on today change; null: never. */
    dueOn: day('due_on'),
  },
  (table) => [
    index('contract_by_name').on(inByteOrder(table.contract)),
    index('contract_by_outstanding').on(
      inByteOrder(table.currency),
      table.outstanding,
      inByteOrder(table.id),
    ),
    index('contract_due').on(table.dueOn),
  ],
)
