import type { Day } from '#lib/calendar-date.ts'
import { MAX_LIST_VALUES } from '#lib/search-params.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import type { CollectionFilters, SummaryFilters, SummaryGroup } from './filters.ts'
import type { ChartGroup, CollectionsParams } from './params.ts'
import { type ChosenRange, resolveRange } from './range.ts'
import { agreedSeason, agreedSeasons, type Season, type SeasonRange } from './season.ts'

/** Funding sources drawn one by one. The rest share one part, so that a chart stays readable. */
const NAMED_PARTS = 5

/** One segment of a bar grouped by funding source. */
export type FundingSourcePart = {
  key: string
  /** The funding source's name; null for the part that holds the rest. */
  label: string | null
  values: readonly string[]
  filters: CollectionFilters
}

/**
 * Every request of the collections page. Server and browser derive the same plan from the URL, so that
 * prefetched responses match.
 */
export type CollectionsPlan = {
  by: ChartGroup
  /** The day on which the figures are looked at: that of `asOf`, if given. */
  today: Day
  /** As of which day or instant; null: now. */
  asOf: string | null
  range: ChosenRange
  /** The season to choose as a range, and the seasons of the charts' weeks. */
  season: SeasonRange | null
  seasons: readonly Season[]
  /** Every known currency, most used first; the order of the tables. */
  currencyOrder: readonly string[]
  /** One chart per currency, because amounts are never added across currencies. */
  currencies: readonly string[]
  fundingSources: readonly string[]
  weekly: CollectionFilters
  /** Filters of the figures of every chosen currency. */
  all: CollectionFilters
  parts: readonly FundingSourcePart[]
  /** Number of funding sources or currencies beyond the limit of one request, which no bar or chart shows. */
  undrawn: number
  summaries: Record<SummaryGroup, SummaryFilters>
}

/**
 * Plans the requests of the collections page; null while the mirror has no currency at all.
 * @param day on which the figures are looked at (`dayLookedAt`)
 */
export function planCollections(
  params: CollectionsParams,
  options: FilterOptions,
  day: Day,
): CollectionsPlan | null {
  const asOf = params.as_of
  const known = (options.options.currency ?? []).map((choice) => choice.value)
  const chosen = params.currency.length > 0 ? params.currency : known
  if (chosen.length === 0) return null
  const season = agreedSeason(params.funding_source, options, day)
  const range = resolveRange(params, day, season, '52w')
  const scope = { funding_source: params.funding_source, from: range.from, to: range.to, as_of: asOf }
  const isEach = params.by === 'currency' || params.currency.length > 0
  const currencies = chosen.slice(0, isEach ? MAX_LIST_VALUES : 1)
  const weekly = { ...scope, currency: currencies }
  const { parts, undrawn } = partsOf(params, options, weekly)
  const isAll = params.currency.length === 0
  const ofCurrencies = (isAll ? options.more.currency?.total : undefined) ?? chosen.length
  const all = { ...scope, currency: params.currency }
  const summary = (group_by: SummaryGroup) => ({ group_by, ...all })
  return {
    by: params.by,
    today: day,
    asOf,
    range,
    season,
    seasons: agreedSeasons(params.funding_source, options),
    currencyOrder: known,
    currencies,
    fundingSources: params.funding_source,
    weekly,
    all,
    parts: params.by === 'funding_source' ? parts : [],
    undrawn: params.by === 'funding_source' ? undrawn : isEach ? ofCurrencies - currencies.length : 0,
    summaries: {
      funding_source: summary('funding_source'),
      status: summary('status'),
      currency: summary('currency'),
    },
  }
}

/** Returns the name of a file with figures of a plan; it says as of when they are. */
export function figuresFile({ range, asOf }: Pick<CollectionsPlan, 'range' | 'asOf'>, what: string): string {
  const name = `${what}-${range.from}-${range.to}`
  return asOf === null ? name : `${name}-as-of-${asOf.replaceAll(':', '')}`
}

function partsOf(
  params: CollectionsParams,
  options: FilterOptions,
  weekly: CollectionFilters,
): Pick<CollectionsPlan, 'parts' | 'undrawn'> {
  const offered = options.options.funding_source ?? []
  const label = (value: string) => offered.find((choice) => choice.value === value)?.label ?? value
  const values =
    params.funding_source.length > 0 ? params.funding_source : offered.map((choice) => choice.value)
  const isWhole = values.length <= NAMED_PARTS + 1
  const named = isWhole ? values : values.slice(0, NAMED_PARTS)
  const rest = isWhole ? [] : values.slice(NAMED_PARTS)
  const part = (key: string, text: string | null, own: readonly string[]) => ({
    key,
    label: text,
    values: own,
    filters: { ...weekly, funding_source: own },
  })
  const total =
    (params.funding_source.length > 0 ? undefined : options.more.funding_source?.total) ?? values.length
  const isAskable = total === values.length && rest.length <= MAX_LIST_VALUES
  const others = isAskable && rest.length > 0 ? [part('(rest)', null, rest)] : []
  return {
    parts: [...named.map((value) => part(value, label(value), [value])), ...others],
    undrawn: isAskable ? 0 : total - named.length,
  }
}
