import 'server-only'
import { csvLines } from '#lib/csv.ts'
import { noteRows } from '#lib/provenance.ts'
import type { RowTally } from '#lib/server/audit/audited.ts'
import { fileResponse } from './file-response.ts'
import { CSV_TYPE } from './format.ts'
import type { ExportReader } from './reader.ts'
import { provenance, type Report, reportRows } from './report.ts'

/**
 * Streams a report as CSV: byte order mark, header line, one line a row, then lines as wide as the rows whose
 * first cell begins with `# `. These lines describe the report; a file without the last of them was cut off.
 * @param tally counts the rows while they are sent
 */
export function csvResponse(report: Report, reader: ExportReader, tally: RowTally): Response {
  const file = { name: `${report.fileName}.csv`, mediaType: `${CSV_TYPE}; charset=utf-8` }
  return fileResponse(csvFile(report, reader, tally), reader, file)
}

async function* csvFile(report: Report, reader: ExportReader, tally: RowTally): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode(`\ufeff${csvLines([report.columns.map(({ name }) => name)])}`)
  for await (const rows of reportRows(report, reader, tally)) yield encoder.encode(csvLines(rows))
  const notes = provenance(report, reader.version, tally.rows)
  yield encoder.encode(csvLines(noteRows(notes, report.columns.length)))
}
