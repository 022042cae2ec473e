import { index, integer, json, numeric, pgTable, text } from 'drizzle-orm/pg-core'
import { day } from './schema-columns.ts'

// The sums of mirrored rows, derived in the transaction that changes them.

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
