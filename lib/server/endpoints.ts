import 'server-only'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { billingPeriodListSchema } from '#lib/billing-periods/schema.ts'
import { collectionFilters, summaryFilters } from '#lib/collections/filters.ts'
import { collectionSummarySchema, weeklyCollectionsSchema } from '#lib/collections/schema.ts'
import { pageParams } from '#lib/search-params.ts'
import { mirrored } from './endpoint.ts'

/** Every route of the API, by name: the route handlers and the OpenAPI document are both made from this table. */
export const ENDPOINTS = {
  listBillingPeriods: mirrored({
    path: '/api/billing-periods',
    summary: 'Billing periods, a page at a time, with the totals of the whole filtered set',
    query: { ...billingPeriodFilters, ...pageParams },
    output: billingPeriodListSchema,
  }),
  weeklyCollections: mirrored({
    path: '/api/collections/weekly',
    summary: 'Billed and collected by week of the period’s start and by currency',
    query: collectionFilters,
    output: weeklyCollectionsSchema,
  }),
  collectionSummary: mirrored({
    path: '/api/collections/summary',
    summary: 'The same figures by funding source, status or currency',
    query: summaryFilters,
    output: collectionSummarySchema,
  }),
}
