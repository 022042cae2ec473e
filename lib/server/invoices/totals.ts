import 'server-only'
import { sql } from 'drizzle-orm'
import type { CurrencyTotal } from '#lib/schema.ts'
import type { Executor } from '#lib/server/db/client.ts'
import { totalsOfAggregates, totalsOfRows } from '#lib/server/lists/totals.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { InvoicesAsked } from './asked.ts'
import { invoiceAggregates, invoiceWhere } from './where.ts'

/**
 * Returns the totals of the whole filtered set: from the aggregates if they support the filters, else from
 * the rows.
 */
export function invoiceTotals(
  tx: Executor,
  viewer: Viewer,
  { sort: _, ...filters }: InvoicesAsked,
): Promise<CurrencyTotal[]> {
  const carried = invoiceAggregates(viewer, filters)
  if (carried) return totalsOfAggregates(tx, carried)
  return totalsOfRows(tx, sql`invoice`, invoiceWhere(viewer, filters))
}
