import type { Day } from '#lib/calendar-date.ts'
import { type CollectionsPlan, planCollections } from '#lib/collections/collections.ts'
import { type OverviewPlan, planOverview } from '#lib/collections/overview.ts'
import type { ReportParams } from '#lib/collections/params.ts'
import { type ChosenRange, resolveRange } from '#lib/collections/range.ts'
import { agreedSeason, type SeasonRange } from '#lib/collections/season.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'

/** A report with more currencies would be a book; the rest is named. */
const MOST_CURRENCIES = 12

/** Every request of a report. Server and browser derive it from the URL, so prefetched data matches. */
export type ReportPlan = {
  range: ChosenRange
  /** The season to choose as a range. */
  season: SeasonRange | null
  fundingSources: readonly string[]
  /** One part for each currency, the one with most billing periods first. */
  currencies: readonly OverviewPlan[]
  /** The same scope as Collections has it, for a table of ages of at most four of the currencies each. */
  ages: readonly CollectionsPlan[]
  /** Number of currencies beyond those. */
  further: number
}

/**
 * Plans the requests of a report about every currency that the viewer may see.
 * @param today the day in the business time zone.
 */
export function planReport(params: ReportParams, options: FilterOptions, today: Day): ReportPlan {
  const known = (options.options.currency ?? []).map(({ value }) => value)
  const shown = known.slice(0, MOST_CURRENCIES)
  const season = agreedSeason(params.funding_source, options, today)
  const range = resolveRange(params, today, season)
  // Parts of one report never show different days.
  const days = { ...params, range: range.name === 'custom' ? params.range : range.name }
  return {
    range,
    season,
    fundingSources: params.funding_source,
    currencies: shown.map((currency) =>
      planOverview({ ...days, currency, as_of: null }, currency, today, options),
    ),
    ages: inGroups(shown).flatMap((currency) => {
      const plan = planCollections({ ...days, currency, as_of: null, by: 'status' }, options, today)
      return plan === null ? [] : [plan]
    }),
    further: Math.max(0, (options.more.currency?.total ?? known.length) - shown.length),
  }
}

/** As many columns of amounts fit on a page. */
const ON_A_PAGE = 4

function inGroups(currencies: readonly string[]): string[][] {
  const groups = Map.groupBy(currencies, (currency) => Math.floor(currencies.indexOf(currency) / ON_A_PAGE))
  return [...groups.values()]
}

/**
 * Returns the instant from which a report tells what changed: that of the report before, or the beginning of the
 * history if that is later; null without a report before, or without a history.
 */
export function changedSince(previousAt: string | null, historyFrom: string | null): string | null {
  if (previousAt === null || historyFrom === null) return null
  return previousAt > historyFrom ? previousAt : historyFrom
}
