import 'server-only'
import { invalidParameter, RequestError } from '#lib/errors.ts'
import {
  INVOICE_FILTERS_BY_SOURCE,
  INVOICE_SORTS_BY_SOURCE,
  type InvoiceFilters,
  type InvoiceSortField,
  invoiceFilters,
} from '#lib/invoices/filters.ts'
import { serializeParams } from '#lib/search-params.ts'
import { checkAmountRange } from '#lib/server/lists/amount-range.ts'
import type { AnswerRange } from '#lib/server/lists/freshness.ts'
import { refuseAsOf, requireOneCurrency, sortOrder } from '#lib/server/lists/sorting.ts'
import { sourceName } from '#lib/server/words/names.ts'
import { SOURCES, type Source } from '#lib/sources.ts'

/** Filters of one source's invoices. */
export type CheckedFilters = InvoiceFilters & { source: Source }

type Fault = { param: string; detail: string }

/**
 * Checks that a source is named and supports the sort order and every given filter.
 * @throws {RequestError} 400 naming `source`, each filter that the source lacks, or `sort`
 */
export function checkInvoiceFilters(filters: InvoiceFilters): CheckedFilters {
  const source = requireSource(filters.source)
  const given = serializeParams(invoiceFilters, filters).keys()
  const { field } = sortOrder<InvoiceSortField>(filters.sort)
  const sorts = INVOICE_SORTS_BY_SOURCE[source]
  const isSortable = sorts.includes(field)
  const detail = `${sourceName(source)} can be ordered by ${sorts.join(', ')}`
  refuseFilters(source, given, isSortable ? [] : [{ param: 'sort', detail }])
  if (field === 'amount') requireOneCurrency(filters.currency)
  if (field === 'changed_at') refuseAsOf(filters.as_of)
  checkAmountRange(filters)
  return { ...filters, source }
}

/**
 * Returns the source that was asked for.
 * @throws {RequestError} 400 that names `source` if none was
 */
export function requireSource(source: Source | null): Source {
  if (source !== null) return source
  const detail = `is required, for sums never cross sources: one of ${SOURCES.join(', ')}`
  throw invalidParameter('source', detail)
}

/**
 * Refuses filters that a source lacks.
 * @param given the names of the filters that were given
 * @param others further faults
 * @throws {RequestError} 400 that names each of them
 */
export function refuseFilters(source: Source, given: Iterable<string>, others: readonly Fault[] = []): void {
  const supported: readonly string[] = INVOICE_FILTERS_BY_SOURCE[source]
  const unsupported = [...new Set(given)]
    .filter((param) => !supported.includes(param))
    .map((param) => ({ param, detail: `${sourceName(source)} has nothing to filter by here` }))
  const errors = [...unsupported, ...others]
  if (errors.length === 0) return
  const detail = errors.map((error) => `${error.param}: ${error.detail}`).join('; ')
  throw new RequestError(400, 'filter_not_supported', detail, { errors })
}

/**
 * Returns the days whose windows an answer depends on: the issue days, or the processing days if only those
 * are filtered.
 */
export function coveredDays(filters: CheckedFilters): AnswerRange {
  const { funding_source } = filters
  if (filters.issued_from === null && filters.issued_to === null) {
    return { from: filters.processed_from, to: filters.processed_to, funding_source }
  }
  return { from: filters.issued_from, to: filters.issued_to, funding_source }
}
