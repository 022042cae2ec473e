import 'server-only'
import { sql } from 'drizzle-orm'
import type { InvoiceSortField } from '#lib/invoices/filters.ts'
import type { SortColumn } from '#lib/server/lists/keyset.ts'

/** The sortable columns of invoices, each with an index; qualified as in `billing-periods/sort.ts`. */
export const INVOICE_SORT_COLUMNS: Record<InvoiceSortField, SortColumn> = {
  issued_on: { column: sql`invoice.issued_on`, type: 'date' },
  due_on: { column: sql`invoice.due_on`, type: 'date' },
  processed_on: { column: sql`invoice.processed_on`, type: 'date' },
  amount: { column: sql`invoice.amount`, type: 'numeric' },
  number: { column: sql`invoice.number`, type: 'text' },
  customer: { column: sql`invoice.customer`, type: 'text' },
  state: { column: sql`invoice.state`, type: 'text' },
  funding_source: { column: sql`invoice.funding_source`, type: 'text' },
  changed_at: { column: sql`invoice.changed_at`, type: 'timestamptz' },
}
