import { jsonQuery } from '#lib/api/json-query.ts'
import { type BillingPeriodFilters, billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import type { BillingPeriodList } from '#lib/billing-periods/schema.ts'
import { apiPaths } from '#lib/paths.ts'
import { pageParams, serializeParams } from '#lib/search-params.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import type { UnpaidByAge } from './age-schema.ts'
import type { RateBridge } from './bridge-schema.ts'
import {
  type BridgeFilters,
  bridgeFilters,
  type CollectionFilters,
  type ComparisonFilters,
  collectionFilters,
  comparisonFilters,
  type SummaryFilters,
  summaryFilters,
  type TargetFilters,
  targetFilters,
} from './filters.ts'
import type { CollectionSummary, Comparison, WeeklyCollections } from './schema.ts'
import type { Targets } from './target-schema.ts'
import type { CollectedByAge } from './triangle-schema.ts'

/** While a page is visible, its figures follow the mirror at this interval. */
const RENEW_AFTER_MS = 30_000
const RENEW_COSTLY_AFTER_MS = 300_000

function figuresQuery<Body>(
  name: string,
  path: (search: URLSearchParams) => string,
  search: URLSearchParams,
) {
  return jsonQuery<Body>(['collections', name, search.toString()], path(search), RENEW_AFTER_MS)
}

/** Queries of the overview and the collections page. */
export const collectionQueries = {
  /** Figures by week and currency. */
  weekly: (filters: CollectionFilters) =>
    figuresQuery<WeeklyCollections>(
      'weekly',
      apiPaths.weeklyCollections,
      serializeParams(collectionFilters, filters),
    ),
  /** Outstanding amounts by days since the period's end. */
  unpaidByAge: (filters: CollectionFilters) =>
    figuresQuery<UnpaidByAge>('age', apiPaths.unpaidByAge, serializeParams(collectionFilters, filters)),
  /** What was collected of each billing week by each of its ages. */
  collectedByAge: (filters: CollectionFilters) =>
    figuresQuery<CollectedByAge>(
      'by-age',
      apiPaths.collectedByAge,
      serializeParams(collectionFilters, filters),
    ),
  /** A range of one currency against the range before and the same weeks last year. */
  comparison: (filters: ComparisonFilters) =>
    figuresQuery<Comparison>(
      'comparison',
      apiPaths.collectionComparison,
      serializeParams(comparisonFilters, filters),
    ),
  /**
   * The same for a line of the overview. A comparison is costly, so it follows the mirror slowly: every five minutes
   * instead of with each change.
   */
  lineComparison: (filters: ComparisonFilters) =>
    jsonQuery<Comparison>(
      ['lines', serializeParams(comparisonFilters, filters).toString()],
      apiPaths.collectionComparison(serializeParams(comparisonFilters, filters)),
      RENEW_COSTLY_AFTER_MS,
    ),
  /** What changed the rate of one currency against the range before. It is as costly, and follows as slowly. */
  rateBridge: (filters: BridgeFilters) =>
    jsonQuery<RateBridge>(
      ['bridge', serializeParams(bridgeFilters, filters).toString()],
      apiPaths.rateBridge(serializeParams(bridgeFilters, filters)),
      RENEW_COSTLY_AFTER_MS,
    ),
  /** Trailing rates and the targets that admins set for them. */
  targets: (filters: TargetFilters) =>
    figuresQuery<Targets>('targets', apiPaths.collectionTargets, serializeParams(targetFilters, filters)),
  /** Figures by funding source, status or currency. */
  summary: (filters: SummaryFilters) =>
    figuresQuery<CollectionSummary>(
      'summary',
      apiPaths.collectionSummary,
      serializeParams(summaryFilters, filters),
    ),
  /** The first few billing periods of a list. */
  periods: (filters: Partial<BillingPeriodFilters>, limit: number) =>
    figuresQuery<BillingPeriodList>(
      'periods',
      apiPaths.billingPeriods,
      serializeParams({ ...billingPeriodFilters, ...pageParams }, { ...filters, limit }),
    ),
  /** Currencies and funding sources to choose from. */
  options: () =>
    jsonQuery<FilterOptions>(
      ['collections', 'options'],
      apiPaths.filterOptions({ list: 'billing-periods' }),
      RENEW_AFTER_MS,
    ),
}
