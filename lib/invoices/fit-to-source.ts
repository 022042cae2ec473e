import { withComparableSort } from '#lib/comparable-sort.ts'
import { parseParamsLeniently, serializeParams } from '#lib/search-params.ts'
import type { Source } from '#lib/sources.ts'
import {
  INVOICE_FILTERS_BY_SOURCE,
  INVOICE_SORTS_BY_SOURCE,
  type InvoiceFilters,
  invoiceFilters,
} from './filters.ts'

/** The list that opens when an address names no source. */
export const DEFAULT_SOURCE: Source = 'hello-tractor'

export type SourceFilters = InvoiceFilters & { source: Source }

/**
 * Fits the filters of an address to its source: fills in the source and drops filters and sorts that the
 * source lacks. An old or edited link then shows a list instead of an error.
 */
export function fitToSource(filters: InvoiceFilters): SourceFilters {
  const source = filters.source ?? DEFAULT_SOURCE
  const search = serializeParams(invoiceFilters, filters)
  for (const key of Object.keys(invoiceFilters)) {
    if (!INVOICE_FILTERS_BY_SOURCE[source].some((name) => name === key)) search.delete(key)
  }
  const field = filters.sort.replace('-', '')
  if (!INVOICE_SORTS_BY_SOURCE[source].some((name) => name === field)) search.delete('sort')
  const fitted = parseParamsLeniently(invoiceFilters, search)
  return { ...withComparableSort(fitted, '-issued_on'), source }
}
