import 'server-only'
import { sql } from 'drizzle-orm'
import { type InvoiceFilters, type InvoiceSortField, invoiceFilters } from '#lib/invoices/filters.ts'
import { serializeParams } from '#lib/search-params.ts'
import { exportReport } from '#lib/server/export/answer.ts'
import type { ReportStyle } from '#lib/server/export/format.ts'
import { hasNoteColumns, noteColumns, noteLines } from '#lib/server/export/note-columns.ts'
import { peopleColumns } from '#lib/server/export/people.ts'
import { columnsOf, type ReportColumn } from '#lib/server/export/report.ts'
import { readFreshness } from '#lib/server/lists/freshness.ts'
import { asOfInstant } from '#lib/server/lists/history-start.ts'
import { orderBy } from '#lib/server/lists/keyset.ts'
import { joinNotes, NOTE_COLUMNS } from '#lib/server/lists/notes.ts'
import { resolveFilters } from '#lib/server/lists/resolved-filters.ts'
import { sortOrder } from '#lib/server/lists/sorting.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { sourceName } from '#lib/server/words/names.ts'
import { checkInvoiceFilters, coveredDays } from './checked-filters.ts'
import {
  INVOICE_SORT_COLUMNS,
  type InvoiceRow,
  invoiceColumns,
  invoiceDates,
  invoicesAsOf,
  invoiceTotals,
  invoiceWhere,
  leftInvoices,
} from './query.ts'
import { screenColumns } from './screen-columns.ts'

const COLUMNS: readonly ReportColumn<keyof InvoiceRow>[] = [
  ...columnsOf('text', 'source', 'id', 'number', 'title', 'customer', 'accountNumber', 'siteRef', 'siteName'),
  ...columnsOf('text', 'invoiceType', 'invoiceTypeLabel', 'currency'),
  ...columnsOf('money', 'amount'),
  ...columnsOf('text', 'amountIssue'),
  { name: 'usd_amount', field: 'usdAmount', kind: 'money', currency: 'USD' },
  ...columnsOf('money', 'paidAmount'),
  ...columnsOf('text', 'state', 'funnelState'),
  ...columnsOf('day', 'issuedOn'),
  ...columnsOf('instant', 'issuedAt'),
  ...columnsOf('day', 'dueOn', 'processedOn'),
  ...columnsOf('text', 'fundingSource', 'assignment'),
  ...columnsOf('instant', 'firstSeenAt', 'changedAt'),
]

/**
 * Streams the whole filtered set as a report of one snapshot, recorded in the audit log.
 * @throws {RequestError} 400 as `checkInvoiceFilters`, or for a set that the format cannot hold; 503 or
 * 429 as `exportReport`
 */
export async function exportInvoices(
  viewer: Viewer,
  { format, audience, provenance, columns, notes, language, ...asked }: InvoiceFilters & ReportStyle,
  requestId?: string,
): Promise<Response> {
  const checked = checkInvoiceFilters(asked)
  const list = { source: checked.source, resource: 'invoices' } as const
  const filters = await resolveFilters(viewer, list, checked)
  const { field, isDescending } = sortOrder<InvoiceSortField>(filters.sort)
  const order = sql`order by ${orderBy(INVOICE_SORT_COLUMNS[field], isDescending)}`
  const style = { format, audience, provenance, columns, notes, language }
  const shown =
    audience === 'people'
      ? peopleColumns(screenColumns(filters.source, language), style)
      : [...COLUMNS, ...noteColumns(style)]
  const noted = hasNoteColumns(shown)
    ? { columns: sql`, ${NOTE_COLUMNS}`, join: joinNotes(list) }
    : { columns: sql``, join: sql`` }
  const search = serializeParams(invoiceFilters, checked)
  return exportReport(viewer, {
    style,
    name: `invoices-${filters.source}`,
    title: `Invoices of ${sourceName(filters.source)}`,
    columns: shown,
    filters: search,
    describe: async (tx) => {
      const select = sql`select ${invoiceColumns}${noted.columns}`
      const at = filters.as_of === null ? null : await asOfInstant(tx, list, filters.as_of)
      const totals = await invoiceTotals(tx, viewer, filters, at)
      if (at !== null) {
        const statement = sql`${select} from ${invoicesAsOf(viewer, filters, at, order)} ${noted.join} ${order}`
        return {
          statement,
          totals,
          freshness: [],
          notes: noteLines(shown, search),
          asOf: { at, left: await leftInvoices(tx, viewer, filters, at) },
        }
      }
      const dated = invoiceDates(viewer, filters)
      const freshness = await readFreshness(tx, viewer, [list], coveredDays(filters), { dated })
      return {
        statement: sql`${select} from invoice ${noted.join}
          where ${invoiceWhere(viewer, filters)} ${order}`,
        totals,
        freshness,
      }
    },
    action: 'invoices.export',
    requestId,
  })
}
