import 'server-only'
import { sql } from 'drizzle-orm'
import { type InvoiceFilters, type InvoiceSortField, invoiceFilters } from '#lib/invoices/filters.ts'
import { serializeParams } from '#lib/search-params.ts'
import { type Cell, csvFileName, csvResponse } from '#lib/server/export/csv.ts'
import { type ExportFormat, requireCsv } from '#lib/server/export/format.ts'
import { openExport } from '#lib/server/export/reader.ts'
import { orderBy } from '#lib/server/keyset.ts'
import { auditedAnswer, toldFilters } from '#lib/server/people/audited.ts'
import type { Viewer } from '#lib/server/people/viewer.ts'
import { sortOrder } from '#lib/server/sorting.ts'
import { readFreshness } from '#lib/server/sources/freshness.ts'
import { SOURCE_LABELS } from '#lib/sources/sources.ts'
import { checkInvoicesAsked, coveredDays } from './asked.ts'
import { type InvoiceRow, invoiceColumns } from './row.ts'
import { INVOICE_SORT_COLUMNS } from './sort.ts'
import { invoiceTotals } from './totals.ts'
import { invoiceWhere } from './where.ts'

const CELLS = {
  source: 'source',
  id: 'id',
  number: 'number',
  title: 'title',
  customer: 'customer',
  account_number: 'accountNumber',
  site_ref: 'siteRef',
  site_name: 'siteName',
  invoice_type: 'invoiceType',
  invoice_type_label: 'invoiceTypeLabel',
  currency: 'currency',
  amount: 'amount',
  amount_issue: 'amountIssue',
  usd_amount: 'usdAmount',
  paid_amount: 'paidAmount',
  state: 'state',
  funnel_state: 'funnelState',
  issued_on: 'issuedOn',
  issued_at: 'issuedAt',
  due_on: 'dueOn',
  processed_on: 'processedOn',
  funding_source: 'fundingSource',
  assignment: 'assignment',
  first_seen_at: 'firstSeenAt',
  changed_at: 'changedAt',
} as const satisfies Record<string, keyof InvoiceRow>

/** The whole filtered set as a CSV report of one snapshot, streamed and recorded. Throws a 400 as the list does, and for a format not offered. */
export async function exportInvoices(
  viewer: Viewer,
  { format, ...asked }: InvoiceFilters & { format: ExportFormat },
  requestId?: string,
): Promise<Response> {
  requireCsv(format)
  const filters = checkInvoicesAsked(asked)
  const { field, isDescending } = sortOrder<InvoiceSortField>(filters.sort)
  const createdAt = new Date().toISOString()
  const reader = await openExport(viewer)
  try {
    const totals = await invoiceTotals(reader.tx, viewer, filters)
    const lists = [{ source: filters.source, resource: 'invoices' }] as const
    const freshness = await readFreshness(reader.tx, viewer, lists, coveredDays(filters))
    await reader.open(
      sql`select ${invoiceColumns} from invoice where ${invoiceWhere(viewer, filters)}
        order by ${orderBy(INVOICE_SORT_COLUMNS[field], isDescending)}`,
    )
    const title = `Invoices of ${SOURCE_LABELS[filters.source]}`
    const fileName = csvFileName(`invoices-${filters.source}`, createdAt)
    const report = {
      ...{ title, fileName, columns: Object.keys(CELLS), toCells },
      ...{ filters: serializeParams(invoiceFilters, filters), totals, freshness, createdAt },
    }
    const tally = { rows: 0 }
    const details = { format, ...toldFilters(report.filters) }
    const told = { actor: viewer, action: 'invoices.export', details, requestId }
    return await auditedAnswer(csvResponse<InvoiceRow>(report, reader, tally), told, tally)
  } catch (error) {
    await reader.close()
    throw error
  }
}

function toCells(row: InvoiceRow): Cell[] {
  return Object.values(CELLS).map((field) => row[field])
}
