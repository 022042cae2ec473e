import 'server-only'
import {
  type BillingPeriodFilters,
  type BillingPeriodSortField,
  billingPeriodFilters,
} from '#lib/billing-periods/filters.ts'
import type { BillingPeriodList } from '#lib/billing-periods/schema.ts'
import { serializeParams } from '#lib/search-params.ts'
import { readList } from '#lib/server/lists/read-list.ts'
import { requireOneCurrency, sortOrder } from '#lib/server/lists/sorting.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { billingPeriodDates, billingPeriodPage, billingPeriodTotals, toBillingPeriod } from './query.ts'

export type BillingPeriodListQuery = BillingPeriodFilters & { cursor: string | null; limit: number }

/**
 * Reads one page of billing periods with the totals of the whole filtered set, in one snapshot.
 * @throws {RequestError} 400 for a cursor of another list, filter or viewer, and for an order by amount
 * across currencies
 */
export async function listBillingPeriods(
  viewer: Viewer,
  { cursor, limit, ...filters }: BillingPeriodListQuery,
): Promise<BillingPeriodList> {
  const { field } = sortOrder<BillingPeriodSortField>(filters.sort)
  if (field === 'amount') requireOneCurrency(filters.currency)
  return readList({
    scope: { list: 'billing-periods', query: serializeParams(billingPeriodFilters, filters), viewer },
    cursor,
    limit,
    page: billingPeriodPage(viewer, filters),
    toItem: toBillingPeriod,
    totals: (tx) => billingPeriodTotals(tx, viewer, filters),
    lists: [{ source: 'hello-tractor', resource: 'billing-periods' }],
    days: { from: filters.start_from, to: filters.start_to, funding_source: filters.funding_source },
    dated: billingPeriodDates(viewer, filters),
  })
}
