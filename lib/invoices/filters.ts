import { momentParam } from '#lib/instant-or-day.ts'
import { noteFilters } from '#lib/notes/filters.ts'
import { oneOfOrWord } from '#lib/other-words.ts'
import {
  amountParam,
  currencyParam,
  dayParam,
  defaulted,
  list,
  nameParam,
  oneOf,
  optional,
  type ParamValues,
  readSourceText,
  searchParam,
  unpaidOverParam,
} from '#lib/search-params.ts'
import type { Source } from '#lib/sources.ts'
import { SOURCES } from '#lib/sources.ts'
import { FUNNEL_STATES, INVOICE_STATES, OTHER_STATE } from './status.ts'

const SORT_FIELDS = [
  'issued_on',
  'due_on',
  'processed_on',
  'amount',
  'number',
  'customer',
  'state',
  'funding_source',
  'changed_at',
] as const
export type InvoiceSortField = (typeof SORT_FIELDS)[number]
export const INVOICE_SORTS = SORT_FIELDS.flatMap((field) => [field, `-${field}`] as const)

/** A customer's name, the reference of a site, or a type. */
const ownWord = list(readSourceText, 'a value as listed')
const OWN = ', or another one of the source after other:'
const funnelStates = [...FUNNEL_STATES, OTHER_STATE] as const

/** The source whose invoices are listed. */
export const sourceParam = optional(oneOf(SOURCES), `one of ${SOURCES.join(', ')}`)

/** Filters of invoices. `INVOICE_FILTERS_BY_SOURCE` says which of them each source supports. */
export const invoiceFilters = {
  source: sourceParam,
  search: searchParam,
  currency: currencyParam,
  funding_source: nameParam,
  state: list(oneOfOrWord(INVOICE_STATES, OTHER_STATE), `one of ${INVOICE_STATES.join(', ')}${OWN}`),
  funnel_state: list(oneOfOrWord(funnelStates, OTHER_STATE), `one of ${funnelStates.join(', ')}${OWN}`),
  customer: ownWord,
  site: ownWord,
  invoice_type: ownWord,
  issued_from: dayParam,
  issued_to: dayParam,
  due_from: dayParam,
  due_to: dayParam,
  processed_from: dayParam,
  processed_to: dayParam,
  amount_from: amountParam,
  amount_to: amountParam,
  unpaid_over: unpaidOverParam,
  ...noteFilters,
  changed_since: momentParam,
  as_of: momentParam,
  sort: defaulted(oneOf(INVOICE_SORTS), `one of ${INVOICE_SORTS.join(', ')}`, '-issued_on'),
}
export type InvoiceFilters = ParamValues<typeof invoiceFilters>
export type InvoiceFilterName = keyof InvoiceFilters

const COMMON = [
  ...['source', 'search', 'issued_from', 'issued_to', 'note', 'note_owner', 'changed_since', 'as_of', 'sort'],
] as const

/** Filters of the sources that give amounts and a status. */
const PAYABLE = ['currency', 'funding_source', 'state', 'amount_from', 'amount_to', 'unpaid_over'] as const

/** The filters that each source supports; any other is a 400 `filter_not_supported`. */
export const INVOICE_FILTERS_BY_SOURCE: Record<Source, readonly InvoiceFilterName[]> = {
  'hello-tractor': [...COMMON, ...PAYABLE],
  'payment-links': [...COMMON, ...PAYABLE, 'funnel_state', 'processed_from', 'processed_to'],
  'client-invoices': [...COMMON, 'customer', 'site', 'invoice_type', 'due_from', 'due_to'],
}

const PAYABLE_SORTS = ['issued_on', 'amount', 'number', 'state', 'funding_source', 'changed_at'] as const

/** The columns by which each source's list can be sorted. */
export const INVOICE_SORTS_BY_SOURCE: Record<Source, readonly InvoiceSortField[]> = {
  'hello-tractor': PAYABLE_SORTS,
  'payment-links': ['processed_on', ...PAYABLE_SORTS],
  'client-invoices': ['issued_on', 'due_on', 'number', 'customer', 'changed_at'],
}
