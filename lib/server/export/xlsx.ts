import 'server-only'
import { RequestError } from '#lib/errors.ts'
import type { RowTally } from '#lib/server/audit/audited.ts'
import { fileResponse } from './file-response.ts'
import { XLSX_TYPE } from './format.ts'
import type { ExportReader } from './reader.ts'
import type { Report } from './report.ts'
import { CONTENT_TYPES, ROOT_RELATIONS, STYLE_SHEET, WORKBOOK_RELATIONS, workbookXml } from './xlsx-parts.ts'
import { aboutSheet, rowsSheet } from './xlsx-sheet.ts'
import { type ZipEntry, zipped } from './zip.ts'

/** The rows of a sheet (ECMA-376: 1,048,576) without the headings. */
const MOST_ROWS = 1_048_575

/**
 * Streams a report as an XLSX workbook (ECMA-376): a sheet of its rows, then a sheet that describes them. A
 * truncated file does not open.
 * @param tally counts the rows while they are sent
 * @throws RequestError 400 `too_many_rows` if the rows do not fit a sheet
 */
export function xlsxResponse(report: Report, reader: ExportReader, tally: RowTally): Response {
  const count = report.totals.reduce((sum, total) => sum + total.count, 0)
  if (count > MOST_ROWS) throw tooManyRows(count)
  const file = { name: `${report.fileName}.xlsx`, mediaType: XLSX_TYPE }
  const zip = zipped(partsOf(report, reader, tally), { mtime: new Date(report.createdAt), isDeflated: true })
  return fileResponse(zip, reader, file)
}

async function* partsOf(report: Report, reader: ExportReader, tally: RowTally): AsyncGenerator<ZipEntry> {
  yield part('[Content_Types].xml', CONTENT_TYPES)
  yield part('_rels/.rels', ROOT_RELATIONS)
  yield part('xl/_rels/workbook.xml.rels', WORKBOOK_RELATIONS)
  yield part('xl/styles.xml', STYLE_SHEET)
  yield { name: 'xl/worksheets/sheet1.xml', chunks: rowsSheet(report, reader, tally) }
  const about = aboutSheet(report, reader.version, tally.rows)
  yield { name: 'xl/worksheets/sheet2.xml', bytes: about }
  yield part('xl/workbook.xml', workbookXml(report.title, report.columns.length, tally.rows))
}

function part(name: string, xml: string): ZipEntry {
  return { name, bytes: Buffer.from(xml) }
}

function tooManyRows(count: number): RequestError {
  const detail = `a spreadsheet holds ${MOST_ROWS} rows and these are ${count}: narrow the filters, or take format=csv`
  return new RequestError(400, 'too_many_rows', `format: ${detail}`, [{ param: 'format', detail }])
}
