import 'server-only'
import { sql } from 'drizzle-orm'
import type { BillingPeriodFilters } from '#lib/billing-periods/filters.ts'
import type { CurrencyTotal } from '#lib/schema.ts'
import type { Executor } from '#lib/server/db/client.ts'
import { totalsOfAggregates, totalsOfRows } from '#lib/server/lists/totals.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { billingPeriodAggregates, billingPeriodWhere } from './where.ts'

/**
 * Returns the totals of the whole filtered set: from the aggregates if they support the filters, else from
 * the rows.
 */
export function billingPeriodTotals(
  tx: Executor,
  viewer: Viewer,
  filters: BillingPeriodFilters,
): Promise<CurrencyTotal[]> {
  const carried = billingPeriodAggregates(viewer, filters)
  if (carried) return totalsOfAggregates(tx, carried)
  return totalsOfRows(tx, sql`billing_period`, billingPeriodWhere(viewer, filters))
}
