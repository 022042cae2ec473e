import 'server-only'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import type { BillingPeriodList } from '#lib/billing-periods/schema.ts'
import type { UnpaidByAge } from '#lib/collections/age-schema.ts'
import { collectionFilters, comparisonFilters, summaryFilters } from '#lib/collections/filters.ts'
import type { CollectionSummary, Comparison, WeeklyCollections } from '#lib/collections/schema.ts'
import { invoiceFilters } from '#lib/invoices/filters.ts'
import type { InvoiceList } from '#lib/invoices/schema.ts'
import { pageParams, parseParams } from '#lib/search-params.ts'
import { exportBillingPeriods } from '#lib/server/billing-periods/export.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import { compareCollections } from '#lib/server/collections/comparison.ts'
import { collectionSummary } from '#lib/server/collections/summary.ts'
import { unpaidByAge } from '#lib/server/collections/unpaid-by-age.ts'
import { weeklyCollections } from '#lib/server/collections/weekly.ts'
import { exportParams } from '#lib/server/export/format.ts'
import { exportInvoices } from '#lib/server/invoices/export.ts'
import { listInvoices } from '#lib/server/invoices/list.ts'
import type { Viewer } from '#lib/server/viewer.ts'

/** The reads that cover the same rows, each by the query string of its route. */
export type Answers = {
  billingPeriods: (query: string) => Promise<BillingPeriodList>
  invoices: (query: string) => Promise<InvoiceList>
  weekly: (query: string) => Promise<WeeklyCollections>
  summary: (query: string) => Promise<CollectionSummary>
  unpaid: (query: string) => Promise<UnpaidByAge>
  comparison: (query: string) => Promise<Comparison>
  billingPeriodsCsv: (query: string) => Promise<Response>
  invoicesCsv: (query: string) => Promise<Response>
}

/**
 * Creates the reads behind the routes, without HTTP. They use this process's database.
 * @param now of the figures
 */
export function answersFor(viewer: Viewer, now?: Date): Answers {
  const search = (query: string) => new URLSearchParams(query)
  return {
    billingPeriods: (query) =>
      listBillingPeriods(viewer, parseParams({ ...billingPeriodFilters, ...pageParams }, search(query))),
    invoices: (query) =>
      listInvoices(viewer, parseParams({ ...invoiceFilters, ...pageParams }, search(query))),
    weekly: (query) => weeklyCollections(viewer, parseParams(collectionFilters, search(query)), now),
    summary: (query) => collectionSummary(viewer, parseParams(summaryFilters, search(query)), now),
    unpaid: (query) => unpaidByAge(viewer, parseParams(collectionFilters, search(query)), now),
    comparison: (query) => compareCollections(viewer, parseParams(comparisonFilters, search(query)), now),
    billingPeriodsCsv: (query) =>
      exportBillingPeriods(viewer, parseParams({ ...billingPeriodFilters, ...exportParams }, search(query))),
    invoicesCsv: (query) =>
      exportInvoices(viewer, parseParams({ ...invoiceFilters, ...exportParams }, search(query))),
  }
}
