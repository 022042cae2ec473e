import 'server-only'
import type { SQL } from 'drizzle-orm'
import { dayInZone } from '#lib/calendar-date.ts'
import { auditedAnswer, toldFilters } from '#lib/server/audit/audited.ts'
import type { Executor } from '#lib/server/db/client.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { csvResponse } from './csv.ts'
import { checkStyle, type ReportStyle } from './format.ts'
import { peopleFileName, peopleStyle } from './people.ts'
import { openExport } from './reader.ts'
import type { Report } from './report.ts'
import { xlsxResponse } from './xlsx.ts'

type Exported = Pick<Report, 'title' | 'columns' | 'filters'> & {
  style: ReportStyle
  /** The file's name before the day and the extension. */
  name: string
  /** Reads what the report says about its rows, in their snapshot, and builds the statement for the rows. */
  describe: (
    tx: Executor,
  ) => Promise<Pick<Report, 'totals' | 'freshness' | 'asOf' | 'notes' | 'unsettled'> & { statement: SQL }>
  /** The action of the audit event. */
  action: string
  requestId: string | undefined
}

/**
 * Streams all rows of a statement as a report of one snapshot, and records the export in the audit log.
 * @throws RequestError 400 `too_many_rows` if the format cannot hold the report; 503 `audit_unavailable` if the
 * export cannot be recorded; 503 `busy` or 429 `too_many_exports` as `openExport`
 */
export async function exportReport(
  viewer: Viewer,
  { style, name, describe, action, requestId, ...about }: Exported,
): Promise<Response> {
  checkStyle(style)
  const createdAt = new Date().toISOString()
  const reader = await openExport(viewer)
  try {
    const { statement, ...described } = await describe(reader.tx)
    await reader.open(statement)
    const people = peopleStyle(style)
    const day = people ? dayInZone(new Date(createdAt), people.timeZone) : createdAt.slice(0, 10)
    const fileName = `${people ? peopleFileName(name, about.filters) : name}-${day}`
    const report: Report = {
      ...about,
      ...described,
      fileName,
      createdAt,
      provenance: style.provenance,
      people,
    }
    const tally = { rows: 0 }
    const { format } = style
    const toResponse = format === 'csv' ? csvResponse : xlsxResponse
    const details = { format, ...toldFilters(about.filters) }
    return await auditedAnswer(
      toResponse(report, reader, tally),
      { actor: viewer, action, details, requestId },
      tally,
    )
  } catch (error) {
    await reader.close()
    throw error
  }
}
