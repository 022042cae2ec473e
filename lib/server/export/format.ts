import 'server-only'
import { invalidParameter, RequestError } from '#lib/errors.ts'
import {
  AUDIENCES,
  type Audience,
  EXPORT_FORMATS,
  type ExportFormat,
  PROVENANCES,
  type Provenance,
} from '#lib/export-format.ts'
import { NO_NOTES, NOTES_IN_FILES } from '#lib/notes/columns.ts'
import { defaulted, oneOf, optional } from '#lib/search-params.ts'
import type { Language } from '#lib/words/languages.ts'

export const CSV_TYPE = 'text/csv'
export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export const ZIP_TYPE = 'application/zip'

export const formatParam = defaulted(oneOf(EXPORT_FORMATS), `one of ${EXPORT_FORMATS.join(', ')}`, 'csv')

export const provenanceParam = defaulted(
  oneOf(PROVENANCES),
  'where a CSV describes its rows: end, none, or file for a ZIP with a second file',
  'end',
)
const audienceParam = defaulted(
  oneOf(AUDIENCES),
  'data for machine names and ISO values, or people for names, order and time zone of the screen',
  'data',
)
const columnsParam = optional(
  (text) => (/^[a-z_]{1,40}(,[a-z_]{1,40}){0,39}$/.test(text) ? text : null),
  'names of columns of the screen in their order, joined by commas, with audience=people',
)

const notesParam = defaulted(
  oneOf(NOTES_IN_FILES),
  'columns for the notes on rows too, with audience=data; with audience=people they are the column note',
  NO_NOTES,
)

/** What an export of a list takes besides its filters. */
export const exportParams = {
  format: formatParam,
  audience: audienceParam,
  provenance: provenanceParam,
  columns: columnsParam,
  notes: notesParam,
}

/** How a report is wanted. `language` is that of a file for people. */
export type ReportStyle = {
  format: ExportFormat
  audience?: Audience
  provenance?: Provenance
  columns?: string | null
  /** Whether a file of data holds the notes on rows. */
  notes?: (typeof NOTES_IN_FILES)[number]
  language?: Language
}

/**
 * Refuses what does not go together.
 * @throws RequestError 400 that names `provenance` with a spreadsheet, which has a sheet for it, `columns` with
 * audience=data, which has all of them, or `notes` with audience=people, which names the column
 */
export function checkStyle({
  format,
  audience = 'data',
  provenance = 'end',
  columns,
  notes = NO_NOTES,
}: ReportStyle): void {
  if (format !== 'csv' && provenance !== 'end')
    throw invalidParameter(
      'provenance',
      'is for format=csv: a spreadsheet describes its rows on its second sheet',
    )
  if (audience === 'data' && columns)
    throw invalidParameter('columns', 'is for audience=people: a file of data has all columns')
  if (audience === 'people' && notes !== NO_NOTES)
    throw invalidParameter('notes', 'is for audience=data: a file for people names the column note')
}

/**
 * Requires CSV, for reports that come in no other format.
 * @throws RequestError 400 `format_not_supported` that names `format`
 */
export function requireCsv(format: ExportFormat): void {
  if (format === 'csv') return
  const detail = 'this report comes as csv only'
  throw new RequestError(400, 'format_not_supported', `format: ${detail}`, {
    errors: [{ param: 'format', detail }],
  })
}
