import { index, integer, json, numeric, pgTable, text } from 'drizzle-orm/pg-core'
import { day } from './schema-columns.ts'

// Aggregates of mirrored rows, updated in the transaction that changes the rows.

/** Columns of every aggregate. */
const sums = {
  /** First day of the day, week or year; null for rows without a date. */
  day: day('day'),
  currency: text('currency'),
  fundingSource: text('funding_source'),
  count: integer('count').notNull(),
  amount: numeric('amount').notNull(),
  unknownAmounts: integer('unknown_amounts').notNull(),
}

/** Builds a table of aggregates of billing periods by start date. `status` is a known status or OTHER. */
function periodSums<Name extends string>(name: Name) {
  return pgTable(name, { ...sums, status: text('status').notNull() }, (table) => [
    index(`${name}_day`).on(table.day),
  ])
}
export const billingPeriodDay = periodSums('billing_period_day')
/** The same aggregates by ISO week, and by ISO year (whole weeks). */
export const billingPeriodWeek = periodSums('billing_period_week')
export const billingPeriodYear = periodSums('billing_period_year')

/** Outstanding billing periods by start day and end day, for the amounts by age. `status` is the row's own. */
export const unpaidDay = pgTable(
  'unpaid_day',
  { ...sums, endDay: day('end_day'), status: text('status').notNull() },
  (table) => [index('unpaid_day_day').on(table.day)],
)

/**
 * By how much the collected amount of each billing week changed, by its age in whole weeks since its end. Added up up
 * to an age, it is what was collected by the end of that age.
 */
export const collectedAge = pgTable(
  'collected_age',
  {
    /** The Monday of the billing week. */
    week: day('week').notNull(),
    /** The age at which the change may have happened already; less than `age` where that is uncertain. */
    sinceAge: integer('since_age').notNull(),
    /** The age at which Furrow stored the change. */
    age: integer('age').notNull(),
    currency: text('currency'),
    fundingSource: text('funding_source'),
    count: integer('count').notNull(),
    amount: numeric('amount').notNull(),
    unknownAmounts: integer('unknown_amounts').notNull(),
    /** The number of changes of uncertain age. */
    changes: integer('changes').notNull(),
  },
  (table) => [index('collected_age_week').on(table.week)],
)

/**
 * A week's sums over all funding sources in one row, for the weekly figures: an array of [currency, status,
 * count, amount as text, unknown amounts].
 */
export const collectionWeek = pgTable('collection_week', {
  day: day('day').primaryKey(),
  sums: json('sums').notNull(),
})

/** Builds a table of aggregates of invoices, by source and day of issue. */
function invoiceSums<Name extends string>(name: Name) {
  const columns = {
    ...sums,
    source: text('source').notNull(),
    state: text('state').notNull(),
    /** A known funnel state, or `other`, also for a source without a funnel. */
    funnelState: text('funnel_state').notNull(),
  }
  return pgTable(name, columns, (table) => [index(`${name}_day`).on(table.source, table.day)])
}
export const invoiceDay = invoiceSums('invoice_day')
export const invoiceWeek = invoiceSums('invoice_week')
export const invoiceYear = invoiceSums('invoice_year')
