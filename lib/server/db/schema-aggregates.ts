import { index, integer, json, numeric, pgTable, text } from 'drizzle-orm/pg-core'
import { day } from './schema-columns.ts'

// Aggregates of mirrored rows, updated in the transaction that changes the rows.

/** Aggregates of billing periods. `status` is a known status or OTHER. */
const periodSums = {
  /** First day of the day, week or year; null for rows without a start date. */
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
/** The same aggregates by ISO week, and by ISO year (whole weeks). */
export const billingPeriodWeek = pgTable('billing_period_week', periodSums, (table) => [
  index('billing_period_week_day').on(table.day),
])
export const billingPeriodYear = pgTable('billing_period_year', periodSums, (table) => [
  index('billing_period_year_day').on(table.day),
])

/**
 * A week's sums over all funding sources in one row, for the weekly figures: an array of [currency, status,
 * count, amount as text, unknown amounts].
 */
export const collectionWeek = pgTable('collection_week', {
  day: day('day').primaryKey(),
  sums: json('sums').notNull(),
})

/** Aggregates of invoices, by source and day of issue. */
const invoiceSums = {
  source: text('source').notNull(),
  day: day('day'),
  currency: text('currency'),
  fundingSource: text('funding_source'),
  state: text('state').notNull(),
  count: integer('count').notNull(),
  amount: numeric('amount').notNull(),
  unknownAmounts: integer('unknown_amounts').notNull(),
  /** A known funnel state, or `other`, also for a source without a funnel. */
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
