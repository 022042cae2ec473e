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
import { MOVE_CHOICES } from './movement.ts'
import { BEHIND } from './rules.ts'

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
  moved: list(
    oneOf(MOVE_CHOICES),
    'a move in four weeks, such as cured, 2-to-0, new-to-any or any-to-unbilled',
  ),
  last_billed_from: dayParam,
  last_billed_to: dayParam,
  sort: defaulted(oneOf(CONTRACT_SORTS), `one of ${CONTRACT_SORTS.join(', ')}`, '-weeks_behind'),
}
export type ContractFilters = ParamValues<typeof contractFilters>

/** Filters of the table "Who moved". */
export const movementFilters = { currency: currencyParam, funding_source: nameParam }
export type MovementFilters = ParamValues<typeof movementFilters>
