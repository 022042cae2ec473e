import { momentParam } from '#lib/instant-or-day.ts'
import { currencyParam, nameParam, type ParamValues } from '#lib/search-params.ts'

/** Filters of the changes of a list. A change matches if the row did before it, or does now. */
export const changeFilters = {
  since: momentParam,
  currency: currencyParam,
  funding_source: nameParam,
}
export type ChangeFilters = ParamValues<typeof changeFilters>
