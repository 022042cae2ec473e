import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { ofBillingPeriod, ofInvoice } from './schema.ts'
import { instant } from './schema-columns.ts'

// Rows as they were before each change.

/** Columns of every table of versions. */
const ofVersion = {
  /** When Furrow stored the next version. The version held from `recorded_from` until just before. */
  recordedTo: instant('recorded_to').notNull(),
  /** The change that ended the version happened after `previous_seen_at` and at or before `seen_at`. */
  previousSeenAt: instant('previous_seen_at').notNull(),
  seenAt: instant('seen_at').notNull(),
}

/** Billing periods as they were before each change. */
export const billingPeriodVersion = pgTable(
  'billing_period_version',
  { id: text('id').notNull(), ...ofBillingPeriod, ...ofVersion },
  (table) => [
    index('billing_period_version_row').on(table.id, table.recordedTo),
    // Versions are stored in this order, so a summary of each block range is enough.
    index('billing_period_version_recorded_to').using('brin', table.recordedTo),
  ],
)

/** Invoices as they were before each change. */
export const invoiceVersion = pgTable(
  'invoice_version',
  { source: text('source').notNull(), id: text('id').notNull(), ...ofInvoice, ...ofVersion },
  (table) => [
    index('invoice_version_row').on(table.source, table.id, table.recordedTo),
    index('invoice_version_recorded_to').using('brin', table.recordedTo),
  ],
)
