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
  type ParamValues,
  searchParam,
  unpaidOverParam,
} from '#lib/search-params.ts'
import { BILLING_STATUS_GROUPS, OTHER_STATUS } from './status.ts'

const SORT_FIELDS = [
  'start_date',
  'end_date',
  'amount',
  'contract',
  'status',
  'funding_source',
  'changed_at',
] as const
export type BillingPeriodSortField = (typeof SORT_FIELDS)[number]
export const BILLING_PERIOD_SORTS = SORT_FIELDS.flatMap((field) => [field, `-${field}`] as const)

/** Filters of billing periods, shared by the page, the API, the export and the browser's query cache. */
export const billingPeriodFilters = {
  search: searchParam,
  currency: currencyParam,
  status: list(
    oneOfOrWord(BILLING_STATUS_GROUPS, OTHER_STATUS),
    `one of ${BILLING_STATUS_GROUPS.join(', ')}, or another one of the source after OTHER:`,
  ),
  funding_source: nameParam,
  contract: nameParam,
  start_from: dayParam,
  start_to: dayParam,
  end_from: dayParam,
  end_to: dayParam,
  end: list(oneOf(['none']), 'none, for periods without an end day'),
  amount_from: amountParam,
  amount_to: amountParam,
  unpaid_over: unpaidOverParam,
  ...noteFilters,
  changed_since: momentParam,
  as_of: momentParam,
  sort: defaulted(oneOf(BILLING_PERIOD_SORTS), `one of ${BILLING_PERIOD_SORTS.join(', ')}`, '-start_date'),
}
export type BillingPeriodFilters = ParamValues<typeof billingPeriodFilters>
