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

export const SUMMARY_GROUPS = ['funding_source', 'status', 'currency'] as const
export type SummaryGroup = (typeof SUMMARY_GROUPS)[number]

/**
 * Filters of the collection figures. `from` and `to` are inclusive and apply to a period's start date. `as_of` asks for
 * the figures of what Furrow had then.
 */
export const collectionFilters = {
  currency: currencyParam,
  funding_source: nameParam,
  from: dayParam,
  to: dayParam,
  as_of: momentParam,
}
type Past<Values extends { as_of: unknown }> = Omit<Values, 'as_of'> & Partial<Pick<Values, 'as_of'>>
export type CollectionFilters = Past<ParamValues<typeof collectionFilters>>

/**
 * Parameters of what changed a rate. Without a currency the one with most periods is compared, without days the last
 * 26 weeks; `from` and `to` are inclusive.
 */
export const bridgeFilters = {
  currency: optional(readCurrency, 'a currency as listed, such as NGN'),
  funding_source: nameParam,
  from: dayParam,
  to: dayParam,
}
export type BridgeFilters = ParamValues<typeof bridgeFilters>

/** Parameters of the comparison. `as_of` asks for the figures of what Furrow had then. */
export const comparisonFilters = { ...bridgeFilters, as_of: momentParam }
export type ComparisonFilters = Past<ParamValues<typeof comparisonFilters>>

export const summaryFilters = {
  group_by: defaulted(oneOf(SUMMARY_GROUPS), `one of ${SUMMARY_GROUPS.join(', ')}`, 'funding_source'),
  ...collectionFilters,
}
export type SummaryFilters = Past<ParamValues<typeof summaryFilters>>

/** Parameters of the targets. Their weeks do not depend on a range. */
export const targetFilters = { currency: currencyParam, funding_source: nameParam }
export type TargetFilters = ParamValues<typeof targetFilters>
