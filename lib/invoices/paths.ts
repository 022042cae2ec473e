import { withQuery } from '#lib/paths.ts'
import { serializeParams } from '#lib/search-params.ts'
import type { Source } from '#lib/sources.ts'
import { type InvoiceFilters, invoiceFilters } from './filters.ts'

/**
 * Returns the address of the list with its filters and the open row. Filters at their default are left out.
 */
export function invoicesPath(filters: Partial<InvoiceFilters> = {}, row?: string) {
  const search = serializeParams(invoiceFilters, filters)
  if (row !== undefined) search.set('row', row)
  return withQuery('/invoices', search)
}

/** Returns the address of the page that says what changed in the invoices of a source. */
export function invoiceChangesPath(source: Source) {
  return `/invoices/changes?source=${source}` as const
}
