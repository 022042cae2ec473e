import { withQuery } from '#lib/paths.ts'
import { serializeParams } from '#lib/search-params.ts'
import { type InvoiceFilters, invoiceFilters } from './filters.ts'

/** Address of the list with filters, those at their default left out, and of the open row. */
export function invoicesPath(filters: Partial<InvoiceFilters> = {}, row?: string) {
  const search = serializeParams(invoiceFilters, filters)
  if (row !== undefined) search.set('row', row)
  return withQuery('/invoices', search)
}
