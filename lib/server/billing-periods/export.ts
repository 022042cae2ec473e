import 'server-only'
import { sql } from 'drizzle-orm'
import {
  type BillingPeriodFilters,
  type BillingPeriodSortField,
  billingPeriodFilters,
} from '#lib/billing-periods/filters.ts'
import { serializeParams } from '#lib/search-params.ts'
import { type Cell, csvFileName, csvResponse } from '#lib/server/export/csv.ts'
import { type ExportFormat, requireCsv } from '#lib/server/export/format.ts'
import { openExport } from '#lib/server/export/reader.ts'
import { orderBy } from '#lib/server/keyset.ts'
import { auditedAnswer, toldFilters } from '#lib/server/people/audited.ts'
import type { Viewer } from '#lib/server/people/viewer.ts'
import { requireOneCurrency, sortOrder } from '#lib/server/sorting.ts'
import { readFreshness } from '#lib/server/sources/freshness.ts'
import { type BillingPeriodRow, billingPeriodColumns, toBillingPeriod } from './row.ts'
import { BILLING_PERIOD_SORT_COLUMNS } from './sort.ts'
import { billingPeriodTotals } from './totals.ts'
import { billingPeriodWhere } from './where.ts'

const COLUMNS = [
  'id',
  'contract',
  'start_date',
  'end_date',
  'week',
  'status',
  'currency',
  'amount',
  'amount_issue',
  'funding_source',
  'assignment',
  'first_seen_at',
  'changed_at',
]

/** The whole filtered set as a CSV report of one snapshot, streamed and recorded. Throws a 400 for a format not offered. */
export async function exportBillingPeriods(
  viewer: Viewer,
  { format, ...filters }: BillingPeriodFilters & { format: ExportFormat },
  requestId?: string,
): Promise<Response> {
  requireCsv(format)
  const { field, isDescending } = sortOrder<BillingPeriodSortField>(filters.sort)
  if (field === 'amount') requireOneCurrency(filters.currency)
  const createdAt = new Date().toISOString()
  const reader = await openExport(viewer)
  try {
    const totals = await billingPeriodTotals(reader.tx, viewer, filters)
    const lists = [{ source: 'hello-tractor', resource: 'billing-periods' }] as const
    const days = { from: filters.start_from, to: filters.start_to }
    const freshness = await readFreshness(reader.tx, viewer, lists, days)
    await reader.open(
      sql`select ${billingPeriodColumns} from billing_period where ${billingPeriodWhere(viewer, filters)}
        order by ${orderBy(BILLING_PERIOD_SORT_COLUMNS[field], isDescending)}`,
    )
    const report = {
      ...{ title: 'Billing periods', fileName: csvFileName('billing-periods', createdAt), columns: COLUMNS },
      ...{ filters: serializeParams(billingPeriodFilters, filters), toCells, totals, freshness, createdAt },
    }
    const tally = { rows: 0 }
    const details = { format, ...toldFilters(report.filters) }
    const told = { actor: viewer, action: 'billing_periods.export', details, requestId }
    return await auditedAnswer(csvResponse<BillingPeriodRow>(report, reader, tally), told, tally)
  } catch (error) {
    await reader.close()
    throw error
  }
}

function toCells(row: BillingPeriodRow): Cell[] {
  const { week } = toBillingPeriod(row)
  return [
    row.id,
    row.contract,
    row.startDate,
    row.endDate,
    week,
    row.status,
    row.currency,
    row.amount,
    row.amountIssue,
    row.fundingSource,
    row.assignment,
    row.firstSeenAt,
    row.changedAt,
  ]
}
