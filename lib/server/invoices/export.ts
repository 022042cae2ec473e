import 'server-only'
import { sql } from 'drizzle-orm'
import type { ExportFormat } from '#lib/export-format.ts'
import { type InvoiceFilters, type InvoiceSortField, invoiceFilters } from '#lib/invoices/filters.ts'
import { serializeParams } from '#lib/search-params.ts'
import { auditedAnswer, toldFilters } from '#lib/server/audit/audited.ts'
import { reportResponse } from '#lib/server/export/answer.ts'
import { openExport } from '#lib/server/export/reader.ts'
import { type ReportColumn, reportFileName } from '#lib/server/export/report.ts'
import { readFreshness } from '#lib/server/lists/freshness.ts'
import { orderBy } from '#lib/server/lists/keyset.ts'
import { sortOrder } from '#lib/server/lists/sorting.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { SOURCE_LABELS } from '#lib/sources.ts'
import { checkInvoicesAsked, coveredDays } from './asked.ts'
import {
  INVOICE_SORT_COLUMNS,
  type InvoiceRow,
  invoiceColumns,
  invoiceDates,
  invoiceTotals,
  invoiceWhere,
} from './query.ts'

const COLUMNS: readonly ReportColumn<keyof InvoiceRow>[] = [
  { name: 'source', field: 'source', kind: 'text' },
  { name: 'id', field: 'id', kind: 'text' },
  { name: 'number', field: 'number', kind: 'text' },
  { name: 'title', field: 'title', kind: 'text' },
  { name: 'customer', field: 'customer', kind: 'text' },
  { name: 'account_number', field: 'accountNumber', kind: 'text' },
  { name: 'site_ref', field: 'siteRef', kind: 'text' },
  { name: 'site_name', field: 'siteName', kind: 'text' },
  { name: 'invoice_type', field: 'invoiceType', kind: 'text' },
  { name: 'invoice_type_label', field: 'invoiceTypeLabel', kind: 'text' },
  { name: 'currency', field: 'currency', kind: 'text' },
  { name: 'amount', field: 'amount', kind: 'money' },
  { name: 'amount_issue', field: 'amountIssue', kind: 'text' },
  { name: 'usd_amount', field: 'usdAmount', kind: 'money', currency: 'USD' },
  { name: 'paid_amount', field: 'paidAmount', kind: 'money' },
  { name: 'state', field: 'state', kind: 'text' },
  { name: 'funnel_state', field: 'funnelState', kind: 'text' },
  { name: 'issued_on', field: 'issuedOn', kind: 'day' },
  { name: 'issued_at', field: 'issuedAt', kind: 'instant' },
  { name: 'due_on', field: 'dueOn', kind: 'day' },
  { name: 'processed_on', field: 'processedOn', kind: 'day' },
  { name: 'funding_source', field: 'fundingSource', kind: 'text' },
  { name: 'assignment', field: 'assignment', kind: 'text' },
  { name: 'first_seen_at', field: 'firstSeenAt', kind: 'instant' },
  { name: 'changed_at', field: 'changedAt', kind: 'instant' },
]

/**
 * Streams the whole filtered set as a report of one snapshot, recorded in the audit log.
 * @throws {RequestError} 400 as `checkInvoicesAsked`, or for a set that the format cannot hold; 503 `busy` or
 * 429 `too_many_exports` as `openExport`
 */
export async function exportInvoices(
  viewer: Viewer,
  { format, ...asked }: InvoiceFilters & { format: ExportFormat },
  requestId?: string,
): Promise<Response> {
  const filters = checkInvoicesAsked(asked)
  const { field, isDescending } = sortOrder<InvoiceSortField>(filters.sort)
  const createdAt = new Date().toISOString()
  const reader = await openExport(viewer)
  try {
    const totals = await invoiceTotals(reader.tx, viewer, filters)
    const lists = [{ source: filters.source, resource: 'invoices' }] as const
    const dated = invoiceDates(viewer, filters)
    const freshness = await readFreshness(reader.tx, viewer, lists, coveredDays(filters), { dated })
    await reader.open(
      sql`select ${invoiceColumns} from invoice where ${invoiceWhere(viewer, filters)}
        order by ${orderBy(INVOICE_SORT_COLUMNS[field], isDescending)}`,
    )
    const title = `Invoices of ${SOURCE_LABELS[filters.source]}`
    const fileName = reportFileName(`invoices-${filters.source}`, createdAt)
    const report = {
      title,
      fileName,
      columns: COLUMNS,
      filters: serializeParams(invoiceFilters, filters),
      totals,
      freshness,
      createdAt,
    }
    const tally = { rows: 0 }
    const details = { format, ...toldFilters(report.filters) }
    const told = { actor: viewer, action: 'invoices.export', details, requestId }
    return await auditedAnswer(reportResponse(format, report, reader, tally), told, tally)
  } catch (error) {
    await reader.close()
    throw error
  }
}
