import 'server-only'
import { invoiceChangeFilters } from '#lib/invoices/change-filters.ts'
import { invoiceChangesSchema } from '#lib/invoices/changes-schema.ts'
import { invoiceFilters } from '#lib/invoices/filters.ts'
import { pdfPackSchema, pdfPacksSchema } from '#lib/invoices/pdf-pack-schema.ts'
import { invoiceDetailSchema, invoiceListSchema } from '#lib/invoices/schema.ts'
import { defaulted, oneOf, pageParams, readName } from '#lib/search-params.ts'
import { CSV_TYPE, exportParams, XLSX_TYPE, ZIP_TYPE } from '#lib/server/export/format.ts'
import { assembled, done, live, mirrored, streamed, submitted } from '#lib/server/http/endpoint.ts'
import { idInPath, sourceInPath } from '#lib/server/http/path-params.ts'
import { packBodySchema } from './pack-body.ts'
import { partStartSchema } from './pack-part-body.ts'

const packInPath = defaulted(readName, 'the id of a pack', '')
const partInPath = defaulted(readPart, 'the number of a part, from 1', 1)

function readPart(text: string): number | null {
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null
}

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
  createPdfPack: submitted({
    path: '/api/invoices/pdf-packs',
    summary:
      'Stores a set of up to 100,000 invoices of a source, whose PDFs its caller downloads in parts of 2,000 files within a week',
    body: packBodySchema,
    output: pdfPackSchema,
    problems: [404, 413, 415, 503],
  }),
  listPdfPacks: mirrored({
    path: '/api/invoices/pdf-packs/open',
    summary: 'The packs of PDFs that the caller can continue, the latest first; at most ten',
    output: pdfPacksSchema,
  }),
  pdfPack: mirrored({
    path: '/api/invoices/pdf-packs/{pack}',
    summary: 'A pack of PDFs: its parts, and which files are missing and why',
    pathParams: { pack: packInPath },
    output: pdfPackSchema,
    problems: [404, 503],
  }),
  retryPdfPack: done({
    path: '/api/invoices/pdf-packs/{pack}/retry',
    summary: 'Moves the missing files of a pack to a further part, so that they alone are tried again',
    pathParams: { pack: packInPath },
    output: pdfPackSchema,
    problems: [404, 503],
  }),
  pdfPackPart: assembled({
    path: '/api/invoices/pdf-packs/{pack}/parts/{part}',
    summary:
      'A part of a pack as one ZIP, in folders by funding source and week, with register.xlsx and SHA256SUMS. A download that broke off can be continued behind the last whole file; one part at a time',
    pathParams: { pack: packInPath, part: partInPath },
    body: partStartSchema,
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
