import 'server-only'
import { sql } from 'drizzle-orm'
import { type AuditFilters, auditFilters } from '#lib/audit/filters.ts'
import type { AuditList } from '#lib/audit/schema.ts'
import { serializeParams } from '#lib/search-params.ts'
import { query, readSnapshot } from '#lib/server/db/client.ts'
import { readCursor, writeCursor } from '#lib/server/lists/cursor.ts'
import { requireRole, type Viewer } from '#lib/server/viewer.ts'
import { type AuditRow, auditColumns, toAuditEvent } from './event.ts'
import { auditWhere } from './where.ts'

export type AuditListQuery = AuditFilters & { cursor: string | null; limit: number }

/**
 * Returns one page of the audit log, newest first by default, with the number of matching events.
 * @throws RequestError 400 for an invalid cursor, 403 for anyone but an admin
 */
export async function listAudit(
  viewer: Viewer,
  { cursor, limit, ...filters }: AuditListQuery,
): Promise<AuditList> {
  requireRole(viewer, 'admin')
  const scope = { list: 'audit', query: serializeParams(auditFilters, filters), viewer }
  const after = readCursor(cursor, scope)
  const where = auditWhere(filters)
  const isDescending = filters.sort === '-sequence'
  const beyond = sql.raw(isDescending ? '<' : '>')
  const position = after === null ? sql`true` : sql`sequence ${beyond} ${after.id}::bigint`
  return readSnapshot(viewer, async ({ tx, version }) => {
    const [matching] = await query<{ count: number }>(tx)`
      select count(*)::int as count from audit_event where ${where}`
    const found = await query<AuditRow>(tx)`
      select ${auditColumns} from audit_event where ${where} and ${position}
        order by sequence ${sql.raw(isDescending ? 'desc' : 'asc')} limit ${limit + 1}`
    const page = found.slice(0, limit)
    const last = page.at(-1)
    const isMore = found.length > limit && last !== undefined
    return {
      rows: page.map(toAuditEvent),
      nextCursor: isMore ? writeCursor({ key: null, id: last.id }, scope) : null,
      totals: [{ currency: null, count: matching?.count ?? 0, amount: null, unknownAmounts: 0 }],
      snapshot: version,
      freshness: [],
    }
  })
}
