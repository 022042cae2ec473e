import {
  currencyParam,
  dayParam,
  defaulted,
  list,
  nameParam,
  oneOf,
  type ParamValues,
  searchParam,
} from '#lib/search-params.ts'

/** Weeks behind, as a filter chooses them; the last one stands for all larger numbers. */
export const BEHIND = ['0', '1', '2', '3', '4+'] as const
/** The least number of weeks that the last choice stands for. */
export const MOST_BEHIND = 4

/** Orders by an amount, which compare only within one currency. */
export const CONTRACT_AMOUNT_SORTS = ['outstanding', 'failed', 'billed', 'collected'] as const

const SORT_FIELDS = [
  'weeks_behind',
  'unpaid',
  'oldest_unpaid',
  ...CONTRACT_AMOUNT_SORTS,
  'rate',
  'contract',
  'funding_source',
  'periods',
  'first_billed',
  'last_billed',
  'last_paid',
] as const
export type ContractSortField = (typeof SORT_FIELDS)[number]
export const CONTRACT_SORTS = SORT_FIELDS.flatMap((field) => [field, `-${field}`] as const)

/** Filters of contracts, shared by the page, the API, the export and the browser's query cache. */
export const contractFilters = {
  search: searchParam,
  currency: currencyParam,
  funding_source: nameParam,
  behind: list(oneOf(BEHIND), `one of ${BEHIND.join(', ')}`),
  last_billed_from: dayParam,
  last_billed_to: dayParam,
  sort: defaulted(oneOf(CONTRACT_SORTS), `one of ${CONTRACT_SORTS.join(', ')}`, '-weeks_behind'),
}
export type ContractFilters = ParamValues<typeof contractFilters>
