import 'server-only'
import { csvLines } from '#lib/csv.ts'
import { noteRows } from '#lib/provenance.ts'
import type { RowTally } from '#lib/server/audit/audited.ts'
import { fileResponse } from './file-response.ts'
import { CSV_TYPE, ZIP_TYPE } from './format.ts'
import { totalRows } from './people.ts'
import type { ExportReader } from './reader.ts'
import { provenance, type Report, reportRows } from './report.ts'
import { type ZipEntry, zipped } from './zip.ts'

/**
 * Streams a report as CSV: byte order mark, header line, one line a row, then lines as wide as the rows whose
 * first cell begins with `# `. These lines describe the report; a file without the last of them was cut off. With
 * `provenance` they stand in a file of their own, beside the rows in a ZIP, or nowhere.
 * @param tally counts the rows while they are sent
 */
export function csvResponse(report: Report, reader: ExportReader, tally: RowTally): Response {
  const csv = csvFile(report, reader, tally)
  if (report.provenance === 'file') {
    const file = { name: `${report.fileName}.zip`, mediaType: ZIP_TYPE }
    const about = () => Buffer.from(`\ufeff${csvLines(noteLines(report, reader, tally, 1))}`)
    const zip = zipped(besideEachOther(report.fileName, csv, about), {
      mtime: new Date(report.createdAt),
      isDeflated: true,
    })
    return fileResponse(zip, reader, file)
  }
  const file = { name: `${report.fileName}.csv`, mediaType: `${CSV_TYPE}; charset=utf-8` }
  return fileResponse(csv, reader, file)
}

/** Both files of a report; the second is made when all rows of the first are written. */
async function* besideEachOther(
  name: string,
  csv: AsyncIterable<Uint8Array>,
  about: () => Buffer,
): AsyncGenerator<ZipEntry> {
  yield { name: `${name}.csv`, chunks: csv }
  yield { name: `${name}-about.csv`, bytes: about() }
}

function noteLines(report: Report, reader: ExportReader, tally: RowTally, width: number) {
  return noteRows(provenance(report, reader.version, tally.rows), width)
}

async function* csvFile(report: Report, reader: ExportReader, tally: RowTally): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  const inPlace = (report.provenance ?? 'end') === 'end'
  // A program would take the mark for a part of the first name.
  const mark = report.people || inPlace ? '\ufeff' : ''
  yield encoder.encode(`${mark}${csvLines([report.columns.map(({ name }) => name)])}`)
  for await (const rows of reportRows(report, reader, tally)) yield encoder.encode(csvLines(rows))
  const totals = totalRows(report)
  if (totals.length > 0) yield encoder.encode(csvLines(totals))
  if (inPlace) yield encoder.encode(csvLines(noteLines(report, reader, tally, report.columns.length)))
}
