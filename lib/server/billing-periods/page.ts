import 'server-only'
import { sql } from 'drizzle-orm'
import {
  type BillingPeriodFilters,
  type BillingPeriodSortField,
  UNASSIGNED,
} from '#lib/billing-periods/filters.ts'
import { OTHER_STATUS } from '#lib/billing-periods/status.ts'
import type { PageQuery } from '#lib/server/lists/keyset.ts'
import { isOnly } from '#lib/server/lists/predicates.ts'
import { sortOrder } from '#lib/server/lists/sorting.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { billingPeriodColumns } from './row.ts'
import { BILLING_PERIOD_SORT_COLUMNS } from './sort.ts'
import { billingPeriodWhere } from './where.ts'

/** Builds the query for a page of the billing periods that match the filters and the viewer's scope. */
export function billingPeriodPage(viewer: Viewer, filters: BillingPeriodFilters): PageQuery {
  const { field, isDescending } = sortOrder<BillingPeriodSortField>(filters.sort)
  const isSearch = filters.search !== null
  return {
    select: billingPeriodColumns,
    table: sql`billing_period`,
    where: billingPeriodWhere(viewer, filters),
    whereUnsearched: isSearch ? billingPeriodWhere(viewer, { ...filters, search: null }) : null,
    sort: BILLING_PERIOD_SORT_COLUMNS[field],
    isDescending,
    isOneValue:
      (field === 'status' && isOnly(filters.status, OTHER_STATUS, `${OTHER_STATUS}:`)) ||
      (field === 'funding_source' && isOnly(filters.funding_source, UNASSIGNED)),
  }
}
