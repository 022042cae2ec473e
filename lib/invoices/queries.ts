import { jsonQuery } from '#lib/api/json-query.ts'
import { listQuery } from '#lib/api/list-query.ts'
import { apiPaths } from '#lib/paths.ts'
import { serializeParams } from '#lib/search-params.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import type { Source } from '#lib/sources.ts'
import { invoiceFilters } from './filters.ts'
import type { SourceFilters } from './fit-to-source.ts'
import type { InvoiceDetail, InvoiceList } from './schema.ts'

/** Queries about the invoices of one source. */
export const invoiceQueries = {
  list: (filters: SourceFilters) =>
    listQuery<InvoiceList>(
      ['invoices', 'list', filters.source],
      apiPaths.invoices,
      serializeParams(invoiceFilters, filters),
    ),
  detail: (source: Source, id: string) =>
    jsonQuery<InvoiceDetail>(['invoices', 'detail', source, id], apiPaths.invoice(source, id)),
  /** Filter choices of a source, each with its number of rows. */
  options: (source: Source) =>
    jsonQuery<FilterOptions>(
      ['invoices', 'options', source],
      apiPaths.filterOptions({ list: 'invoices', source }),
    ),
}
