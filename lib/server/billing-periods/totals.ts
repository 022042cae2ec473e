import 'server-only'
import { sql } from 'drizzle-orm'
import type { BillingPeriodFilters } from '#lib/billing-periods/filters.ts'
import type { CurrencyTotal } from '#lib/schema.ts'
import type { Executor } from '#lib/server/db/client.ts'
import type { Viewer } from '#lib/server/people/viewer.ts'
import { totalsOfDays, totalsOfRows } from '#lib/server/totals.ts'
import { billingPeriodDayWhere, billingPeriodWhere } from './where.ts'

/** Totals of the whole filtered set: from the aggregates where they carry the filters, else from the rows. */
export function billingPeriodTotals(
  tx: Executor,
  viewer: Viewer,
  filters: BillingPeriodFilters,
): Promise<CurrencyTotal[]> {
  const days = billingPeriodDayWhere(viewer, filters)
  if (days) return totalsOfDays(tx, sql`billing_period_day`, days)
  return totalsOfRows(tx, sql`billing_period`, billingPeriodWhere(viewer, filters))
}
