import { listQuery } from '#lib/api/list-query.ts'
import { apiPaths } from '#lib/paths.ts'
import { serializeParams } from '#lib/search-params.ts'
import type { Source } from '#lib/sources.ts'
import { type InvoiceChangeFilters, invoiceChangeFilters } from './change-filters.ts'
import type { InvoiceChanges } from './changes-schema.ts'

/** Returns the query of what changed in the invoices of a source. */
export function invoiceChangesQuery(filters: InvoiceChangeFilters & { source: Source }) {
  return listQuery<InvoiceChanges>(
    ['invoices', 'changes', filters.source],
    apiPaths.invoiceChanges,
    serializeParams(invoiceChangeFilters, filters),
  )
}
