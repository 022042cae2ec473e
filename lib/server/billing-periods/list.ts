import 'server-only'
import { sql } from 'drizzle-orm'
import {
  type BillingPeriodFilters,
  type BillingPeriodSortField,
  billingPeriodFilters,
} from '#lib/billing-periods/filters.ts'
import type { BillingPeriodList } from '#lib/billing-periods/schema.ts'
import { serializeParams } from '#lib/search-params.ts'
import { type CursorScope, readCursor, writeCursor } from '#lib/server/cursor.ts'
import { readSnapshot } from '#lib/server/db/client.ts'
import { readPage, type SortColumn } from '#lib/server/keyset.ts'
import type { Viewer } from '#lib/server/people/viewer.ts'
import { requireOneCurrency, sortOrder } from '#lib/server/sorting.ts'
import { readFreshness } from '#lib/server/sources/freshness.ts'
import { type BillingPeriodRow, billingPeriodColumns, toBillingPeriod } from './row.ts'
import { billingPeriodTotals } from './totals.ts'
import { billingPeriodWhere } from './where.ts'

const SORT_COLUMNS: Record<BillingPeriodSortField, SortColumn> = {
  start_date: { column: sql`start_date`, type: 'date' },
  end_date: { column: sql`end_date`, type: 'date' },
  amount: { column: sql`amount`, type: 'numeric' },
  contract: { column: sql`contract`, type: 'text' },
  status: { column: sql`status`, type: 'text' },
  funding_source: { column: sql`funding_source`, type: 'text' },
  changed_at: { column: sql`changed_at`, type: 'timestamptz' },
}

const BILLING_PERIODS = [{ source: 'hello-tractor', resource: 'billing-periods' }] as const

export type BillingPeriodListQuery = BillingPeriodFilters & { cursor: string | null; limit: number }

/**
 * One page of billing periods with the totals of the whole filtered set, of one snapshot.
 * Throws a 400 for a cursor of another list, filter or viewer, and for an order by amount across currencies.
 */
export async function listBillingPeriods(
  viewer: Viewer,
  { cursor, limit, ...filters }: BillingPeriodListQuery,
): Promise<BillingPeriodList> {
  const { field, isDescending } = sortOrder<BillingPeriodSortField>(filters.sort)
  if (field === 'amount') requireOneCurrency(filters.currency)
  const scope: CursorScope = {
    list: 'billing-periods',
    query: serializeParams(billingPeriodFilters, filters),
    viewer,
  }
  const after = readCursor(cursor, scope)
  return readSnapshot(async ({ tx, version }) => {
    const page = await readPage<BillingPeriodRow>(tx, {
      select: billingPeriodColumns,
      table: sql`billing_period`,
      where: billingPeriodWhere(viewer, filters),
      sort: SORT_COLUMNS[field],
      isDescending,
      after,
      limit,
    })
    return {
      rows: page.rows.map(toBillingPeriod),
      nextCursor: page.next && writeCursor(page.next, scope),
      totals: await billingPeriodTotals(tx, viewer, filters),
      snapshot: version,
      freshness: await readFreshness(tx, BILLING_PERIODS, { from: filters.start_from, to: filters.start_to }),
    }
  })
}
