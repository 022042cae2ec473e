import 'server-only'
import { sql } from 'drizzle-orm'
import {
  type BillingPeriodFilters,
  type BillingPeriodSortField,
  billingPeriodFilters,
} from '#lib/billing-periods/filters.ts'
import type { ExportFormat } from '#lib/export-format.ts'
import { serializeParams } from '#lib/search-params.ts'
import { exportReport } from '#lib/server/export/answer.ts'
import { columnsOf, type ReportColumn } from '#lib/server/export/report.ts'
import { readFreshness } from '#lib/server/lists/freshness.ts'
import { orderBy } from '#lib/server/lists/keyset.ts'
import { requireOneCurrency, sortOrder } from '#lib/server/lists/sorting.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { weekStart } from '#lib/week.ts'
import {
  BILLING_PERIOD_SORT_COLUMNS,
  type BillingPeriodRow,
  billingPeriodColumns,
  billingPeriodDates,
  billingPeriodTotals,
  billingPeriodWhere,
} from './query.ts'

const COLUMNS: readonly ReportColumn<keyof BillingPeriodRow>[] = [
  ...columnsOf('text', 'id', 'contract'),
  ...columnsOf('day', 'startDate', 'endDate'),
  { name: 'week', field: 'startDate', kind: 'day', derive: weekStart },
  ...columnsOf('text', 'status', 'currency'),
  ...columnsOf('money', 'amount'),
  ...columnsOf('text', 'amountIssue', 'fundingSource', 'assignment'),
  ...columnsOf('instant', 'firstSeenAt', 'changedAt'),
]

/**
 * Streams the whole filtered set as a report of one snapshot, recorded in the audit log.
 * @throws {RequestError} 400 for an order by amount across currencies, or a set that the format cannot hold;
 * 503 or 429 as `exportReport`
 */
export async function exportBillingPeriods(
  viewer: Viewer,
  { format, ...filters }: BillingPeriodFilters & { format: ExportFormat },
  requestId?: string,
): Promise<Response> {
  const { field, isDescending } = sortOrder<BillingPeriodSortField>(filters.sort)
  if (field === 'amount') requireOneCurrency(filters.currency)
  return exportReport(viewer, {
    format,
    name: 'billing-periods',
    title: 'Billing periods',
    columns: COLUMNS,
    filters: serializeParams(billingPeriodFilters, filters),
    statement: sql`select ${billingPeriodColumns} from billing_period where ${billingPeriodWhere(viewer, filters)}
      order by ${orderBy(BILLING_PERIOD_SORT_COLUMNS[field], isDescending)}`,
    describe: async (tx) => {
      const totals = await billingPeriodTotals(tx, viewer, filters)
      const lists = [{ source: 'hello-tractor', resource: 'billing-periods' }] as const
      const days = { from: filters.start_from, to: filters.start_to, funding_source: filters.funding_source }
      const dated = billingPeriodDates(viewer, filters)
      return { totals, freshness: await readFreshness(tx, viewer, lists, days, { dated }) }
    },
    action: 'billing_periods.export',
    requestId,
  })
}
