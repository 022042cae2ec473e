import { momentParam } from '#lib/instant-or-day.ts'
import { currencyParam, nameParam, type ParamValues } from '#lib/search-params.ts'

/** Filters of the changes of billing periods. A change matches if the period did before it, or does now. */
export const periodChangeFilters = {
  since: momentParam,
  currency: currencyParam,
  funding_source: nameParam,
}
export type PeriodChangeFilters = ParamValues<typeof periodChangeFilters>
