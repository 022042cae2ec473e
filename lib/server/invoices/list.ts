import 'server-only'
import { type InvoiceFilters, invoiceFilters } from '#lib/invoices/filters.ts'
import type { InvoiceList } from '#lib/invoices/schema.ts'
import { serializeParams } from '#lib/search-params.ts'
import { readList } from '#lib/server/lists/read-list.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { checkInvoiceFilters, coveredDays } from './checked-filters.ts'
import { invoiceDates, invoicePage, invoiceTotals, toInvoice } from './query.ts'

export type InvoiceListQuery = InvoiceFilters & { cursor: string | null; limit: number }

/**
 * Reads one page of a source's invoices with the totals of the whole filtered set, in one snapshot.
 * @throws {RequestError} 400 without a source, for a filter or order that the source lacks, and for a cursor
 * of another list, filter or viewer
 */
export async function listInvoices(
  viewer: Viewer,
  { cursor, limit, ...asked }: InvoiceListQuery,
): Promise<InvoiceList> {
  const filters = checkInvoiceFilters(asked)
  return readList({
    scope: { list: 'invoices', query: serializeParams(invoiceFilters, filters), viewer },
    cursor,
    limit,
    page: invoicePage(viewer, filters),
    toItem: toInvoice,
    totals: (tx) => invoiceTotals(tx, viewer, filters),
    lists: [{ source: filters.source, resource: 'invoices' }],
    days: coveredDays(filters),
    dated: invoiceDates(viewer, filters),
  })
}
