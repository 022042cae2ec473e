import { changeFilters } from '#lib/changes/filters.ts'
import type { ParamValues } from '#lib/search-params.ts'
import type { Source } from '#lib/sources.ts'
import { INVOICE_FILTERS_BY_SOURCE, sourceParam } from './filters.ts'
import { DEFAULT_SOURCE } from './fit-to-source.ts'

/** Filters of the changes of a source's invoices. */
export const invoiceChangeFilters = { source: sourceParam, ...changeFilters }
export type InvoiceChangeFilters = ParamValues<typeof invoiceChangeFilters>

/** Fits the filters of the page of changes to their source likewise. */
export function fitChangesToSource(filters: InvoiceChangeFilters): InvoiceChangeFilters & { source: Source } {
  const source = filters.source ?? DEFAULT_SOURCE
  if (INVOICE_FILTERS_BY_SOURCE[source].includes('funding_source')) return { ...filters, source }
  return { ...filters, source, currency: [], funding_source: [] }
}
