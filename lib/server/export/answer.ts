import 'server-only'
import type { ExportFormat } from '#lib/export-format.ts'
import type { RowTally } from '#lib/server/audit/audited.ts'
import { csvResponse } from './csv.ts'
import type { ExportReader } from './reader.ts'
import type { Report } from './report.ts'
import { xlsxResponse } from './xlsx.ts'

/**
 * Returns a report as a download in the requested format.
 * @param tally counts the rows while they are sent
 * @throws RequestError 400 `too_many_rows` if the format cannot hold the report
 */
export function reportResponse(
  format: ExportFormat,
  report: Report,
  reader: ExportReader,
  tally: RowTally,
): Response {
  return format === 'csv' ? csvResponse(report, reader, tally) : xlsxResponse(report, reader, tally)
}
