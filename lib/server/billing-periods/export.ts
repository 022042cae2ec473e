import 'server-only'
import { sql } from 'drizzle-orm'
import {
  type BillingPeriodFilters,
  type BillingPeriodSortField,
  billingPeriodFilters,
} from '#lib/billing-periods/filters.ts'
import { serializeParams } from '#lib/search-params.ts'
import { exportReport } from '#lib/server/export/answer.ts'
import type { ReportStyle } from '#lib/server/export/format.ts'
import { hasNoteColumns, noteColumns, noteLines } from '#lib/server/export/note-columns.ts'
import { peopleColumns } from '#lib/server/export/people.ts'
import { columnsOf, type ReportColumn } from '#lib/server/export/report.ts'
import { checkAmountRange } from '#lib/server/lists/amount-range.ts'
import { readFreshness } from '#lib/server/lists/freshness.ts'
import { asOfInstant } from '#lib/server/lists/history-start.ts'
import { orderBy } from '#lib/server/lists/keyset.ts'
import { joinNotes, NOTE_COLUMNS } from '#lib/server/lists/notes.ts'
import { resolveFilters } from '#lib/server/lists/resolved-filters.ts'
import { refuseAsOf, requireOneCurrency, sortOrder } from '#lib/server/lists/sorting.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { weekStart } from '#lib/week.ts'
import {
  BILLING_PERIOD_SORT_COLUMNS,
  type BillingPeriodRow,
  billingPeriodColumns,
  billingPeriodDates,
  billingPeriodsAsOf,
  billingPeriodTotals,
  billingPeriodWhere,
  leftBillingPeriods,
} from './query.ts'
import { screenColumns } from './screen-columns.ts'

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
  { format, audience, provenance, columns, notes, language, ...asked }: BillingPeriodFilters & ReportStyle,
  requestId?: string,
): Promise<Response> {
  const list = { source: 'hello-tractor', resource: 'billing-periods' } as const
  const filters = await resolveFilters(viewer, list, asked)
  const { field, isDescending } = sortOrder<BillingPeriodSortField>(filters.sort)
  if (field === 'amount') requireOneCurrency(filters.currency)
  checkAmountRange(filters)
  if (field === 'changed_at') refuseAsOf(filters.as_of)
  const order = sql`order by ${orderBy(BILLING_PERIOD_SORT_COLUMNS[field], isDescending)}`
  const style = { format, audience, provenance, columns, notes, language }
  const shown =
    audience === 'people'
      ? peopleColumns(screenColumns(language), style)
      : [...COLUMNS, ...noteColumns(style)]
  const noted = hasNoteColumns(shown)
    ? { columns: sql`, ${NOTE_COLUMNS}`, join: joinNotes(list) }
    : { columns: sql``, join: sql`` }
  const search = serializeParams(billingPeriodFilters, asked)
  return exportReport(viewer, {
    style,
    name: 'billing-periods',
    title: 'Billing periods',
    columns: shown,
    filters: search,
    describe: async (tx) => {
      const select = sql`select ${billingPeriodColumns}${noted.columns}`
      const at = filters.as_of === null ? null : await asOfInstant(tx, list, filters.as_of)
      const totals = await billingPeriodTotals(tx, viewer, filters, at)
      if (at !== null) {
        const statement = sql`${select} from ${billingPeriodsAsOf(viewer, filters, at, order)} ${noted.join} ${order}`
        return {
          statement,
          totals,
          freshness: [],
          notes: noteLines(shown, search),
          asOf: { at, left: await leftBillingPeriods(tx, viewer, filters, at) },
        }
      }
      const days = { from: filters.start_from, to: filters.start_to, funding_source: filters.funding_source }
      const dated = billingPeriodDates(viewer, filters)
      const freshness = await readFreshness(tx, viewer, [list], days, { dated })
      return {
        statement: sql`${select} from billing_period ${noted.join}
          where ${billingPeriodWhere(viewer, filters)} ${order}`,
        totals,
        freshness,
      }
    },
    action: 'billing_periods.export',
    requestId,
  })
}
