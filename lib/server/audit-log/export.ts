import 'server-only'
import { sql } from 'drizzle-orm'
import { type AuditFilters, auditFilters } from '#lib/audit/filters.ts'
import { serializeParams } from '#lib/search-params.ts'
import { exportReport } from '#lib/server/export/answer.ts'
import { type ReportStyle, requireCsv } from '#lib/server/export/format.ts'
import { columnsOf, type ReportColumn } from '#lib/server/export/report.ts'
import { requireRole, type Viewer } from '#lib/server/viewer.ts'
import { type AuditRow, auditColumns } from './event.ts'
import { auditWhere } from './where.ts'

const COLUMNS: readonly ReportColumn<keyof AuditRow>[] = [
  { name: 'sequence', field: 'id', kind: 'text' },
  ...columnsOf('instant', 'at'),
  ...columnsOf('text', 'actorKind', 'actorId', 'actorName', 'action', 'outcome', 'subject', 'details'),
  ...columnsOf('text', 'requestId', 'hash'),
]

/**
 * Streams the matching events as a CSV report, and records the export.
 * @throws RequestError 400 for any other format, 403 for anyone but an admin, 503 `audit_unavailable` if it
 * cannot be recorded
 */
export async function exportAudit(
  viewer: Viewer,
  { format, provenance, ...filters }: AuditFilters & Pick<ReportStyle, 'format' | 'provenance'>,
  requestId?: string,
): Promise<Response> {
  requireRole(viewer, 'admin')
  requireCsv(format)
  return exportReport(viewer, {
    style: { format, provenance },
    name: 'audit-log',
    title: 'Audit log',
    columns: COLUMNS,
    filters: serializeParams(auditFilters, filters),
    describe: async () => ({
      statement: sql`select ${auditColumns} from audit_event where ${auditWhere(filters)}
        order by sequence ${sql.raw(filters.sort === '-sequence' ? 'desc' : 'asc')}`,
      totals: [],
      freshness: [],
    }),
    action: 'audit.export',
    requestId,
  })
}
