import 'server-only'
import {
  type BillingPeriodFilters,
  type BillingPeriodSortField,
  billingPeriodFilters,
} from '#lib/billing-periods/filters.ts'
import type { BillingPeriodList } from '#lib/billing-periods/schema.ts'
import { serializeParams } from '#lib/search-params.ts'
import { checkAmountRange } from '#lib/server/lists/amount-range.ts'
import { withNotes } from '#lib/server/lists/notes.ts'
import { readList } from '#lib/server/lists/read-list.ts'
import { resolveFilters } from '#lib/server/lists/resolved-filters.ts'
import { refuseAsOf, requireOneCurrency, sortOrder } from '#lib/server/lists/sorting.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import {
  billingPeriodDates,
  billingPeriodPage,
  billingPeriodTotals,
  leftBillingPeriods,
  toBillingPeriod,
} from './query.ts'

const LIST = { source: 'hello-tractor', resource: 'billing-periods' } as const

export type BillingPeriodListQuery = BillingPeriodFilters & { cursor: string | null; limit: number }

/**
 * Reads one page of billing periods with the totals of the whole filtered set, in one snapshot.
 * @throws {RequestError} 400 for a cursor of another list, filter or viewer, for an order by amount
 * across currencies, and as `asOfInstant` and `resolveFilters`
 */
export async function listBillingPeriods(
  viewer: Viewer,
  { cursor, limit, ...asked }: BillingPeriodListQuery,
): Promise<BillingPeriodList> {
  const filters = await resolveFilters(viewer, LIST, asked)
  const { field } = sortOrder<BillingPeriodSortField>(filters.sort)
  if (field === 'amount') requireOneCurrency(filters.currency)
  checkAmountRange(filters)
  if (field === 'changed_at') refuseAsOf(filters.as_of)
  return readList({
    scope: { list: 'billing-periods', query: serializeParams(billingPeriodFilters, asked), viewer },
    cursor,
    limit,
    past: {
      asOf: filters.as_of,
      left: (tx, at) => leftBillingPeriods(tx, viewer, filters, at),
    },
    page: (at) => billingPeriodPage(viewer, filters, at),
    toItem: toBillingPeriod,
    annotate: (tx, items) => withNotes(tx, LIST, items),
    totals: (tx, at) => billingPeriodTotals(tx, viewer, filters, at),
    list: LIST,
    days: { from: filters.start_from, to: filters.start_to, funding_source: filters.funding_source },
    dated: billingPeriodDates(viewer, filters),
  })
}
