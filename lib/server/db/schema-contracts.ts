import { sql } from 'drizzle-orm'
import { type AnyPgColumn, index, integer, numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
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
    /** Its standing four weeks before the day of the figures, as recorded then; null: none was. */
    standingBefore: text('standing_before'),
    /** The text that searches match. */
    searchText: text('search_text').generatedAlwaysAs(
      sql`furrow_plain(coalesce(contract, '') || chr(1) || coalesce(funding_source, ''))`,
    ),
  },
  (table) => {
    const id = inByteOrder(table.id)
    const currency = inByteOrder(table.currency)
    const fundingSource = inByteOrder(table.fundingSource)
    const by = (order: string, ...columns: Parameters<ReturnType<typeof index>['on']>) =>
      index(`contract_by_${order}`).on(...columns)
    // One index per order; filters are checked on the further columns.
    return [
      by('contract', inByteOrder(table.contract), id, currency, fundingSource),
      by('funding_source', fundingSource, id, currency),
      by('weeks_behind', table.weeksBehind, id, currency, fundingSource),
      by('unpaid', table.unpaid, id, currency, fundingSource),
      by('oldest_unpaid', table.oldestUnpaid, id, currency, fundingSource),
      by('rate', table.rate, id, currency, fundingSource),
      by('periods', table.periods, id, currency, fundingSource),
      by('first_billed', table.firstBilled, id, currency, fundingSource),
      by('last_billed', table.lastBilled, id, currency, fundingSource),
      by('last_paid', table.lastPaid, id, currency, fundingSource),
      by('outstanding', currency, table.outstanding, id, fundingSource),
      by('failed', currency, table.failed, id, fundingSource),
      by('billed', currency, table.billed, id, fundingSource),
      by('collected', currency, table.collected, id, fundingSource),
      index('contract_due').on(table.dueOn),
    ]
  },
)

/**
 * What each contract with a name was on each day that Furrow computed, one row for as long as it stayed the same.
 * Days before the last computed one never change.
 */
export const contractStanding = pgTable(
  'contract_standing',
  {
    contractId: text('contract_id').notNull(),
    contract: text('contract').notNull(),
    currency: text('currency'),
    fundingSource: text('funding_source'),
    /** Weeks behind as in the filter, `unbilled`: nothing billed for four weeks, `none`: nothing billed ever, or `gone`: no period is left. */
    standing: text('standing').notNull(),
    /** The first day of this standing, and the day after its last; infinity: it holds. */
    since: day('since').notNull(),
    until: day('until').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.contractId, table.since] }),
    index('contract_standing_by_contract').on(inByteOrder(table.contract)),
    index('contract_standing_gone').on(table.since).where(sql`standing = 'gone' and until = 'infinity'`),
  ],
)
