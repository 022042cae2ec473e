import 'server-only'
import { sql } from 'drizzle-orm'
import { type AuditFilters, auditFilters } from '#lib/audit/filters.ts'
import { serializeParams } from '#lib/search-params.ts'
import { type Cell, csvFileName, csvResponse } from '../export/csv.ts'
import { type ExportFormat, requireCsv } from '../export/format.ts'
import { openExport } from '../export/reader.ts'
import { auditedAnswer, toldFilters } from '../people/audited.ts'
import { requireRole, type Viewer } from '../people/viewer.ts'
import { type AuditRow, auditColumns } from './event.ts'
import { auditWhere } from './where.ts'

const CELLS = {
  sequence: 'id',
  at: 'at',
  actor_kind: 'actorKind',
  actor_id: 'actorId',
  actor_name: 'actorName',
  action: 'action',
  outcome: 'outcome',
  subject: 'subject',
  details: 'details',
  request_id: 'requestId',
  hash: 'hash',
} as const satisfies Record<string, keyof AuditRow>

/** The events that match as a CSV report, streamed, and itself recorded. Throws a 400 for a format not offered. For admins. */
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
      ...{ title: 'Audit log', fileName: csvFileName('audit-log', createdAt), columns: Object.keys(CELLS) },
      ...{ filters: search, toCells, totals: [], freshness: [], createdAt },
    }
    const tally = { rows: 0 }
    const told = {
      actor: viewer,
      action: 'audit.export',
      details: { format, ...toldFilters(search) },
      requestId,
    }
    return await auditedAnswer(csvResponse<AuditRow>(report, reader, tally), told, tally)
  } catch (error) {
    await reader.close()
    throw error
  }
}

function toCells(row: AuditRow): Cell[] {
  return Object.values(CELLS).map((field) => row[field])
}
