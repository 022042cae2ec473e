import 'server-only'
import type { QueryClient } from '@tanstack/react-query'
import { readAddress } from '#app/address.tsx'
import type { AddressIssue } from '#lib/address-mending.ts'
import { prefetch } from '#lib/api/prefetch.ts'
import { getQueryClient } from '#lib/api/query-client.ts'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { type Day, dayInZone } from '#lib/calendar-date.ts'
import { planCollections } from '#lib/collections/collections.ts'
import type { CollectionFilters, SummaryFilters } from '#lib/collections/filters.ts'
import { currencyToShow, planOverview, STUCK_SHOWN } from '#lib/collections/overview.ts'
import type { CollectionsParams, OverviewParams } from '#lib/collections/params.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import { contractQueries } from '#lib/contracts/queries.ts'
import { dayLookedAt } from '#lib/instant-or-day.ts'
import type { PageSearch } from '#lib/page-search.ts'
import { type Params, type ParamValues, parseParams, serializeParams } from '#lib/search-params.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import { compareCollections } from '#lib/server/collections/comparison.ts'
import { collectionSummary } from '#lib/server/collections/summary.ts'
import { weeklyCollections } from '#lib/server/collections/weekly.ts'
import { env } from '#lib/server/config/env.ts'
import { listTopContracts } from '#lib/server/contracts/list.ts'
import { filterOptions } from '#lib/server/lists/filter-options.ts'
import type { Viewer } from '#lib/server/viewer.ts'

type Page<Params> = {
  client: QueryClient
  viewer: Viewer
  params: Params
  /** What the page leaves out of its address. */
  issues: AddressIssue[]
  today: Day
}

/** Reads what a page of figures depends on: its parameters, its viewer and the day. */
export async function readFiguresPage<P extends Params>(
  params: P,
  searchParams: Promise<PageSearch>,
): Promise<Page<ParamValues<P>>> {
  const { filters, issues } = await readAddress(params, searchParams)
  return {
    client: getQueryClient(),
    viewer: await currentViewer(),
    params: filters,
    issues,
    today: dayInZone(new Date(), env().timeZone),
  }
}

/** Prefetches the queries of the overview. */
export async function prefetchOverview({
  client,
  viewer,
  params,
  today,
}: Page<OverviewParams>): Promise<void> {
  const choices = await prefetchChoices(client, viewer)
  if (!choices) return
  const currency = currencyToShow(params.currency, choices)
  if (currency === null) return
  const day = dayLookedAt(params.as_of, today, env().timeZone)
  const plan = planOverview(params, currency, day, choices)
  const { weekly, comparison, byFundingSource, stuck } = plan
  const listed = parseParams(billingPeriodFilters, serializeParams(billingPeriodFilters, stuck))
  await Promise.all([
    prefetchWeekly(client, viewer, weekly),
    prefetch(client, collectionQueries.comparison(comparison), () => compareCollections(viewer, comparison)),
    prefetchSummary(client, viewer, byFundingSource),
    prefetch(client, collectionQueries.periods(stuck, STUCK_SHOWN), () =>
      listBillingPeriods(viewer, { ...listed, cursor: null, limit: STUCK_SHOWN }),
    ),
    ...(plan.asOf === null
      ? [prefetch(client, contractQueries.top(plan), () => listTopContracts(viewer, plan))]
      : []),
  ])
}

/** Prefetches the queries of the collections page. */
export async function prefetchCollections(page: Page<CollectionsParams>): Promise<void> {
  const { client, viewer, params, today } = page
  const choices = await prefetchChoices(client, viewer)
  const day = dayLookedAt(params.as_of, today, env().timeZone)
  const plan = choices ? planCollections(params, choices, day) : null
  if (!plan) return
  await Promise.all([
    ...[plan.weekly, ...plan.parts.map((part) => part.filters)].map((one) =>
      prefetchWeekly(client, viewer, one),
    ),
    ...Object.values(plan.summaries).map((one) => prefetchSummary(client, viewer, one)),
  ])
}

/** Prefetches the choices of filters, and returns them. */
export async function prefetchChoices(client: QueryClient, viewer: Viewer) {
  const options = collectionQueries.options()
  await prefetch(client, options, () => filterOptions(viewer, { list: 'billing-periods', source: null }))
  return client.getQueryData(options.queryKey)
}

/** Prefetches the weekly figures. */
export function prefetchWeekly(
  client: QueryClient,
  viewer: Viewer,
  filters: CollectionFilters,
): Promise<void> {
  return prefetch(client, collectionQueries.weekly(filters), () => weeklyCollections(viewer, filters))
}

/** Prefetches a summary. */
export function prefetchSummary(client: QueryClient, viewer: Viewer, filters: SummaryFilters): Promise<void> {
  return prefetch(client, collectionQueries.summary(filters), () => collectionSummary(viewer, filters))
}
