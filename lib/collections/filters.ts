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

export const SUMMARY_GROUPS = ['funding_source', 'status', 'currency'] as const
export type SummaryGroup = (typeof SUMMARY_GROUPS)[number]

/** Filters of the collection figures. `from` and `to` are inclusive and apply to a period's start date. */
export const collectionFilters = {
  currency: currencyParam,
  funding_source: nameParam,
  from: dayParam,
  to: dayParam,
}
export type CollectionFilters = ParamValues<typeof collectionFilters>

/**
 * Parameters of the comparison. Without a currency the one with most periods is compared, without days the last 26
 * weeks; `from` and `to` are inclusive.
 */
export const comparisonFilters = {
  currency: optional(readCurrency, 'a currency as listed, such as NGN'),
  funding_source: nameParam,
  from: dayParam,
  to: dayParam,
}
export type ComparisonFilters = ParamValues<typeof comparisonFilters>

export const summaryFilters = {
  group_by: defaulted(oneOf(SUMMARY_GROUPS), `one of ${SUMMARY_GROUPS.join(', ')}`, 'funding_source'),
  ...collectionFilters,
}
export type SummaryFilters = ParamValues<typeof summaryFilters>
