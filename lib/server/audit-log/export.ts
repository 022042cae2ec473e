import 'server-only'
import { sql } from 'drizzle-orm'
import { type AuditFilters, auditFilters } from '#lib/audit/filters.ts'
import type { ExportFormat } from '#lib/export-format.ts'
import { serializeParams } from '#lib/search-params.ts'
import { auditedAnswer, toldFilters } from '#lib/server/audit/audited.ts'
import { csvResponse } from '#lib/server/export/csv.ts'
import { requireCsv } from '#lib/server/export/format.ts'
import { openExport } from '#lib/server/export/reader.ts'
import { type ReportColumn, reportFileName } from '#lib/server/export/report.ts'
import { requireRole, type Viewer } from '#lib/server/viewer.ts'
import { type AuditRow, auditColumns } from './event.ts'
import { auditWhere } from './where.ts'

const COLUMNS: readonly ReportColumn<keyof AuditRow>[] = [
  { name: 'sequence', field: 'id', kind: 'text' },
  { name: 'at', field: 'at', kind: 'instant' },
  { name: 'actor_kind', field: 'actorKind', kind: 'text' },
  { name: 'actor_id', field: 'actorId', kind: 'text' },
  { name: 'actor_name', field: 'actorName', kind: 'text' },
  { name: 'action', field: 'action', kind: 'text' },
  { name: 'outcome', field: 'outcome', kind: 'text' },
  { name: 'subject', field: 'subject', kind: 'text' },
  { name: 'details', field: 'details', kind: 'text' },
  { name: 'request_id', field: 'requestId', kind: 'text' },
  { name: 'hash', field: 'hash', kind: 'text' },
]

/**
 * Streams the matching events as a CSV report, and records the export.
 * @throws RequestError 400 for any other format, 403 for anyone but an admin, 503 `audit_unavailable` if it
 * cannot be recorded
 */
export async function exportAudit(
  viewer: Viewer,
  { format, ...filters }: AuditFilters & { format: ExportFormat },
  requestId?: string,
): Promise<Response> {
  requireRole(viewer, 'admin')
  requireCsv(format)
  const createdAt = new Date().toISOString()
  const search = serializeParams(auditFilters, filters)
  const reader = await openExport(viewer)
  try {
    await reader.open(
      sql`select ${auditColumns} from audit_event where ${auditWhere(filters)}
        order by sequence ${sql.raw(filters.sort === '-sequence' ? 'desc' : 'asc')}`,
    )
    const report = {
      title: 'Audit log',
      fileName: reportFileName('audit-log', createdAt),
      columns: COLUMNS,
      filters: search,
      totals: [],
      freshness: [],
      createdAt,
    }
    const tally = { rows: 0 }
    const told = {
      actor: viewer,
      action: 'audit.export',
      details: { format, ...toldFilters(search) },
      requestId,
    }
    return await auditedAnswer(csvResponse(report, reader, tally), told, tally)
  } catch (error) {
    await reader.close()
    throw error
  }
}
