import 'server-only'
import { sql } from 'drizzle-orm'
import type { ExportFormat } from '#lib/export-format.ts'
import { type InvoiceFilters, type InvoiceSortField, invoiceFilters } from '#lib/invoices/filters.ts'
import { serializeParams } from '#lib/search-params.ts'
import { exportReport } from '#lib/server/export/answer.ts'
import { columnsOf, type ReportColumn } from '#lib/server/export/report.ts'
import { readFreshness } from '#lib/server/lists/freshness.ts'
import { orderBy } from '#lib/server/lists/keyset.ts'
import { sortOrder } from '#lib/server/lists/sorting.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { sourceName } from '#lib/server/words/names.ts'
import { checkInvoiceFilters, coveredDays } from './checked-filters.ts'
import {
  INVOICE_SORT_COLUMNS,
  type InvoiceRow,
  invoiceColumns,
  invoiceDates,
  invoiceTotals,
  invoiceWhere,
} from './query.ts'

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
  { format, ...asked }: InvoiceFilters & { format: ExportFormat },
  requestId?: string,
): Promise<Response> {
  const filters = checkInvoiceFilters(asked)
  const { field, isDescending } = sortOrder<InvoiceSortField>(filters.sort)
  return exportReport(viewer, {
    format,
    name: `invoices-${filters.source}`,
    title: `Invoices of ${sourceName(filters.source)}`,
    columns: COLUMNS,
    filters: serializeParams(invoiceFilters, filters),
    statement: sql`select ${invoiceColumns} from invoice where ${invoiceWhere(viewer, filters)}
      order by ${orderBy(INVOICE_SORT_COLUMNS[field], isDescending)}`,
    describe: async (tx) => {
      const totals = await invoiceTotals(tx, viewer, filters)
      const lists = [{ source: filters.source, resource: 'invoices' }] as const
      const dated = invoiceDates(viewer, filters)
      return { totals, freshness: await readFreshness(tx, viewer, lists, coveredDays(filters), { dated }) }
    },
    action: 'invoices.export',
    requestId,
  })
}
