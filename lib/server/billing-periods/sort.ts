import 'server-only'
import { sql } from 'drizzle-orm'
import type { BillingPeriodSortField } from '#lib/billing-periods/filters.ts'
import type { SortColumn } from '#lib/server/keyset.ts'

/** The columns that billing periods can be ordered by, each with its index. */
export const BILLING_PERIOD_SORT_COLUMNS: Record<BillingPeriodSortField, SortColumn> = {
  start_date: { column: sql`start_date`, type: 'date' },
  end_date: { column: sql`end_date`, type: 'date' },
  amount: { column: sql`amount`, type: 'numeric' },
  contract: { column: sql`contract`, type: 'text' },
  status: { column: sql`status`, type: 'text' },
  funding_source: { column: sql`funding_source`, type: 'text' },
  changed_at: { column: sql`changed_at`, type: 'timestamptz' },
}
