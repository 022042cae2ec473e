import 'server-only'
import { type InvoiceFilters, invoiceFilters } from '#lib/invoices/filters.ts'
import type { InvoiceList } from '#lib/invoices/schema.ts'
import { serializeParams } from '#lib/search-params.ts'
import { withNotes } from '#lib/server/lists/notes.ts'
import { readList } from '#lib/server/lists/read-list.ts'
import { resolveFilters } from '#lib/server/lists/resolved-filters.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { checkInvoiceFilters, coveredDays } from './checked-filters.ts'
import { invoiceDates, invoicePage, invoiceTotals, leftInvoices, toInvoice } from './query.ts'

export type InvoiceListQuery = InvoiceFilters & { cursor: string | null; limit: number }

/**
 * Reads one page of a source's invoices with the totals of the whole filtered set, in one snapshot.
 * @throws {RequestError} 400 without a source, for a filter or order that the source lacks, and for a cursor
 * of another list, filter or viewer; and as `asOfInstant` and `resolveFilters`
 */
export async function listInvoices(
  viewer: Viewer,
  { cursor, limit, ...asked }: InvoiceListQuery,
): Promise<InvoiceList> {
  const checked = checkInvoiceFilters(asked)
  const list = { source: checked.source, resource: 'invoices' } as const
  const filters = await resolveFilters(viewer, list, checked)
  return readList({
    scope: { list: 'invoices', query: serializeParams(invoiceFilters, checked), viewer },
    cursor,
    limit,
    past: { asOf: filters.as_of, left: (tx, at) => leftInvoices(tx, viewer, filters, at) },
    page: (at) => invoicePage(viewer, filters, at),
    toItem: toInvoice,
    annotate: (tx, items) => withNotes(tx, list, items),
    totals: (tx, at) => invoiceTotals(tx, viewer, filters, at),
    list,
    days: coveredDays(filters),
    dated: invoiceDates(viewer, filters),
  })
}
