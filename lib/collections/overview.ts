import type { BillingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { addDays, type Day } from '#lib/calendar-date.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { FIGURE_STATUSES } from './figures.ts'
import type { CollectionFilters, ComparisonFilters, SummaryFilters } from './filters.ts'
import type { OverviewParams } from './params.ts'
import { type ChosenRange, type DayRange, resolveRange } from './range.ts'
import { agreedSeason, agreedSeasons, type Season, type SeasonRange } from './season.ts'

/** Number of longest unpaid periods on the overview. */
export const STUCK_SHOWN = 5
/** At most so many currencies have a line on the overview. */
const MOST_LINES = 8

/** Every request of the overview. Server and browser derive it from the URL, so prefetched data matches. */
export type OverviewPlan = {
  currency: string
  /** The currencies that have a line, the shown one among them. */
  lines: readonly string[]
  fundingSources: readonly string[]
  /** The day on which the figures are looked at: that of `asOf`, if given. */
  today: Day
  /** As of which day or instant; null: now. */
  asOf: string | null
  range: ChosenRange
  /** The season to choose as a range, and the seasons of the chart's weeks. */
  season: SeasonRange | null
  seasons: readonly Season[]
  weekly: CollectionFilters
  comparison: ComparisonFilters
  byFundingSource: SummaryFilters
  stuck: Partial<BillingPeriodFilters>
}

/** Returns the chosen currency, or the one with most billing periods; null if there is none at all. */
export function currencyToShow(chosen: string | null, options: FilterOptions): string | null {
  return chosen ?? options.options.currency?.[0]?.value ?? null
}

/** Returns the currencies to choose from: those of the mirror in order, and the chosen one. */
export function currencyChoices(shown: readonly string[], options: FilterOptions): string[] {
  return [...new Set([...(options.options.currency ?? []).map((choice) => choice.value), ...shown])]
}

/** Returns the currencies with a line: the 8 with most billing periods, and the shown one. */
function currencyLines(shown: string, options: FilterOptions): string[] {
  const most = currencyChoices([], options).slice(0, MOST_LINES)
  return most.includes(shown) ? most : [...most.slice(0, MOST_LINES - 1), shown]
}

/** Returns the comparison of a currency with the filters of the page. */
export function comparisonIn(currency: string, plan: OverviewPlan): ComparisonFilters {
  return { ...plan.comparison, currency }
}

/**
 * Plans the requests of the overview.
 * @param currency the shown one; one of `options`, or one of the address
 * @param day on which the figures are looked at (`dayLookedAt`)
 */
export function planOverview(
  params: OverviewParams,
  currency: string,
  day: Day,
  options: FilterOptions,
): OverviewPlan {
  const asOf = params.as_of
  const season = agreedSeason(params.funding_source, options, day)
  const range = resolveRange(params, day, season)
  const lines = currencyLines(currency, options)
  const scope = { currency: [currency], funding_source: params.funding_source, as_of: asOf }
  const within = ({ from, to }: DayRange): CollectionFilters => ({ ...scope, from, to })
  return {
    currency,
    lines,
    fundingSources: params.funding_source,
    today: day,
    asOf,
    range,
    season,
    seasons: agreedSeasons(params.funding_source, options),
    weekly: { ...within(range), currency: lines },
    comparison: { ...scope, currency, from: range.from, to: range.to },
    byFundingSource: { group_by: 'funding_source', ...within(range) },
    stuck: { ...scope, status: FIGURE_STATUSES.outstanding, end_to: addDays(day, -1), sort: 'end_date' },
  }
}
