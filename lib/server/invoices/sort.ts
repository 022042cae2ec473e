import 'server-only'
import { sql } from 'drizzle-orm'
import type { InvoiceSortField } from '#lib/invoices/filters.ts'
import type { SortColumn } from '#lib/server/keyset.ts'

/** The columns that invoices can be ordered by, each with its index. */
export const INVOICE_SORT_COLUMNS: Record<InvoiceSortField, SortColumn> = {
  issued_on: { column: sql`issued_on`, type: 'date' },
  due_on: { column: sql`due_on`, type: 'date' },
  processed_on: { column: sql`processed_on`, type: 'date' },
  amount: { column: sql`amount`, type: 'numeric' },
  number: { column: sql`number`, type: 'text' },
  customer: { column: sql`customer`, type: 'text' },
  state: { column: sql`state`, type: 'text' },
  funding_source: { column: sql`funding_source`, type: 'text' },
  changed_at: { column: sql`changed_at`, type: 'timestamptz' },
}
