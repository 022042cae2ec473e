import 'server-only'
import { sql } from 'drizzle-orm'
import {
  type BillingPeriodFilters,
  type BillingPeriodSortField,
  billingPeriodFilters,
} from '#lib/billing-periods/filters.ts'
import type { ExportFormat } from '#lib/export-format.ts'
import { serializeParams } from '#lib/search-params.ts'
import { auditedAnswer, toldFilters } from '#lib/server/audit/audited.ts'
import { reportResponse } from '#lib/server/export/answer.ts'
import { openExport } from '#lib/server/export/reader.ts'
import { type ReportColumn, reportFileName } from '#lib/server/export/report.ts'
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
  { name: 'id', field: 'id', kind: 'text' },
  { name: 'contract', field: 'contract', kind: 'text' },
  { name: 'start_date', field: 'startDate', kind: 'day' },
  { name: 'end_date', field: 'endDate', kind: 'day' },
  { name: 'week', field: 'startDate', kind: 'day', derive: weekStart },
  { name: 'status', field: 'status', kind: 'text' },
  { name: 'currency', field: 'currency', kind: 'text' },
  { name: 'amount', field: 'amount', kind: 'money' },
  { name: 'amount_issue', field: 'amountIssue', kind: 'text' },
  { name: 'funding_source', field: 'fundingSource', kind: 'text' },
  { name: 'assignment', field: 'assignment', kind: 'text' },
  { name: 'first_seen_at', field: 'firstSeenAt', kind: 'instant' },
  { name: 'changed_at', field: 'changedAt', kind: 'instant' },
]

/**
 * Streams the whole filtered set as a report of one snapshot, recorded in the audit log.
 * @throws {RequestError} 400 for an order by amount across currencies, or a set that the format cannot hold;
 * 503 `busy` or 429 `too_many_exports` as `openExport`
 */
export async function exportBillingPeriods(
  viewer: Viewer,
  { format, ...filters }: BillingPeriodFilters & { format: ExportFormat },
  requestId?: string,
): Promise<Response> {
  const { field, isDescending } = sortOrder<BillingPeriodSortField>(filters.sort)
  if (field === 'amount') requireOneCurrency(filters.currency)
  const createdAt = new Date().toISOString()
  const reader = await openExport(viewer)
  try {
    const totals = await billingPeriodTotals(reader.tx, viewer, filters)
    const lists = [{ source: 'hello-tractor', resource: 'billing-periods' }] as const
    const { funding_source } = filters
    const days = { from: filters.start_from, to: filters.start_to, funding_source }
    const dated = billingPeriodDates(viewer, filters)
    const freshness = await readFreshness(reader.tx, viewer, lists, days, { dated })
    await reader.open(
      sql`select ${billingPeriodColumns} from billing_period where ${billingPeriodWhere(viewer, filters)}
        order by ${orderBy(BILLING_PERIOD_SORT_COLUMNS[field], isDescending)}`,
    )
    const report = {
      title: 'Billing periods',
      fileName: reportFileName('billing-periods', createdAt),
      columns: COLUMNS,
      filters: serializeParams(billingPeriodFilters, filters),
      totals,
      freshness,
      createdAt,
    }
    const tally = { rows: 0 }
    const details = { format, ...toldFilters(report.filters) }
    const told = { actor: viewer, action: 'billing_periods.export', details, requestId }
    return await auditedAnswer(reportResponse(format, report, reader, tally), told, tally)
  } catch (error) {
    await reader.close()
    throw error
  }
}
