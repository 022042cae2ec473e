import 'server-only'
import { sql } from 'drizzle-orm'
import { UNASSIGNED } from '#lib/billing-periods/filters.ts'
import type { InvoiceSortField } from '#lib/invoices/filters.ts'
import { OTHER_STATE } from '#lib/invoices/status.ts'
import type { PageQuery } from '#lib/server/lists/keyset.ts'
import { isOnly } from '#lib/server/lists/predicates.ts'
import { sortOrder } from '#lib/server/lists/sorting.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { InvoicesAsked } from './asked.ts'
import { invoiceColumns } from './row.ts'
import { INVOICE_SORT_COLUMNS } from './sort.ts'
import { invoiceWhere } from './where.ts'

/** Builds the query for a page of the invoices that match the filters and the viewer's scope. */
export function invoicePage(viewer: Viewer, filters: InvoicesAsked): PageQuery {
  const { field, isDescending } = sortOrder<InvoiceSortField>(filters.sort)
  const isSearch = filters.search !== null
  return {
    select: invoiceColumns,
    table: sql`invoice`,
    where: invoiceWhere(viewer, filters),
    whereUnsearched: isSearch ? invoiceWhere(viewer, { ...filters, search: null }) : null,
    sort: INVOICE_SORT_COLUMNS[field],
    isDescending,
    isOneValue:
      (field === 'state' && isOnly(filters.state, 'unknown', OTHER_STATE, `${OTHER_STATE}:`)) ||
      (field === 'funding_source' && isOnly(filters.funding_source, UNASSIGNED)) ||
      (field === 'customer' && isOnly(filters.customer)),
  }
}
