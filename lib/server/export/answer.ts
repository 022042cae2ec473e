import 'server-only'
import type { ExportFormat } from '#lib/export-format.ts'
import type { RowTally } from '#lib/server/audit/audited.ts'
import { csvResponse } from './csv.ts'
import type { ExportReader } from './reader.ts'
import type { Report } from './report.ts'
import { xlsxResponse } from './xlsx.ts'

/** A report in the format that was asked for. Throws a 400 where the format cannot hold it. */
export function reportResponse(
  format: ExportFormat,
  report: Report,
  reader: ExportReader,
  tally: RowTally,
): Response {
  return format === 'csv' ? csvResponse(report, reader, tally) : xlsxResponse(report, reader, tally)
}
