import 'server-only'
import { sql } from 'drizzle-orm'
import type { BillingPeriodSortField } from '#lib/billing-periods/filters.ts'
import type { SortColumn } from '#lib/server/lists/keyset.ts'

/**
 * The sortable columns of billing periods, each with an index. The names are qualified, because a bare
 * `amount` in `order by` means the selected text of that name and not the number.
 */
export const BILLING_PERIOD_SORT_COLUMNS: Record<BillingPeriodSortField, SortColumn> = {
  start_date: { column: sql`billing_period.start_date`, type: 'date' },
  end_date: { column: sql`billing_period.end_date`, type: 'date' },
  amount: { column: sql`billing_period.amount`, type: 'numeric' },
  contract: { column: sql`billing_period.contract`, type: 'text' },
  status: { column: sql`billing_period.status`, type: 'text' },
  funding_source: { column: sql`billing_period.funding_source`, type: 'text' },
  changed_at: { column: sql`billing_period.changed_at`, type: 'timestamptz' },
}
