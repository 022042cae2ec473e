import { momentParam } from '#lib/instant-or-day.ts'
import {
  currencyParam,
  dayParam,
  defaulted,
  nameParam,
  oneOf,
  optional,
  type ParamValues,
  readCurrency,
} from '#lib/search-params.ts'
import { RANGE_NAMES } from './range.ts'

const rangeParams = {
  range: defaulted(oneOf(RANGE_NAMES), `one of ${RANGE_NAMES.join(', ')}`, '26w'),
  from: dayParam,
  to: dayParam,
}

/** URL parameters of the overview. Only one currency is shown: amounts never add up across several. */
export const overviewParams = {
  funding_source: nameParam,
  currency: optional(readCurrency, 'a currency as listed, such as NGN'),
  ...rangeParams,
  as_of: momentParam,
}
export type OverviewParams = ParamValues<typeof overviewParams>

/** URL parameters of the report, which is about every currency. */
export const reportParams = { funding_source: nameParam, ...rangeParams }
export type ReportParams = ParamValues<typeof reportParams>

export const CHART_GROUPS = ['status', 'funding_source', 'currency'] as const
export type ChartGroup = (typeof CHART_GROUPS)[number]

/** URL parameters of the collections page. `by` selects how a bar is divided. */
export const collectionsParams = {
  funding_source: nameParam,
  currency: currencyParam,
  ...rangeParams,
  range: defaulted(oneOf(RANGE_NAMES), `one of ${RANGE_NAMES.join(', ')}`, '52w'),
  as_of: momentParam,
  by: defaulted(oneOf(CHART_GROUPS), `one of ${CHART_GROUPS.join(', ')}`, 'status'),
}
export type CollectionsParams = ParamValues<typeof collectionsParams>
