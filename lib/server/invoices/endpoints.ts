import 'server-only'
import { invoiceChangesSchema } from '#lib/invoices/changes-schema.ts'
import { invoiceChangeFilters, invoiceFilters } from '#lib/invoices/filters.ts'
import { invoiceDetailSchema, invoiceListSchema } from '#lib/invoices/schema.ts'
import { defaulted, oneOf, pageParams } from '#lib/search-params.ts'
import { CSV_TYPE, exportParams, XLSX_TYPE, ZIP_TYPE } from '#lib/server/export/format.ts'
import { assembled, live, mirrored, streamed } from '#lib/server/http/endpoint.ts'
import { idInPath, sourceInPath } from '#lib/server/http/path-params.ts'
import { packBodySchema } from './pack-body.ts'

/** Endpoints of invoices: lists, details, exports and PDFs. */
export const INVOICE_ENDPOINTS = {
  listInvoices: mirrored({
    path: '/api/invoices',
    summary: 'Invoices of one source, a page at a time, with the totals of the whole filtered set',
    query: { ...invoiceFilters, ...pageParams },
    output: invoiceListSchema,
  }),
  exportInvoices: streamed({
    path: '/api/invoices/export',
    summary:
      'The whole filtered set of a source’s invoices as CSV or a spreadsheet, with what it was narrowed to, its totals, age and completeness',
    query: { ...exportParams, ...invoiceFilters },
    mediaTypes: [CSV_TYPE, XLSX_TYPE, ZIP_TYPE],
  }),
  invoiceChanges: mirrored({
    path: '/api/invoices/changes',
    summary: 'The invoices of one source that differ from what Furrow had at an instant, with both values',
    query: { ...invoiceChangeFilters, ...pageParams },
    output: invoiceChangesSchema,
  }),
  packInvoicePdfs: assembled({
    path: '/api/invoices/pdf-pack',
    summary:
      'The PDFs of up to 500 invoices, or of all that filters match up to 2,000, as one ZIP with register.csv, _errors.csv where a file is missing, and SHA256SUMS; one at a time',
    body: packBodySchema,
    mediaTypes: ['application/zip'],
    problems: [404, 409, 413, 415, 503],
  }),
  invoiceDetail: live({
    path: '/api/invoices/{source}/{id}',
    summary: 'One invoice as its source has it now, else as last mirrored and why',
    pathParams: { source: sourceInPath, id: idInPath },
    output: invoiceDetailSchema,
  }),
  invoicePdf: streamed({
    path: '/api/invoices/{source}/{id}/pdf',
    summary: 'The PDF of an invoice, streamed from its source',
    pathParams: { source: sourceInPath, id: idInPath },
    query: {
      disposition: defaulted(oneOf(['attachment', 'inline']), 'one of attachment, inline', 'attachment'),
    },
    mediaTypes: ['application/pdf'],
    problems: [404, 409, 502, 503, 504],
  }),
}
