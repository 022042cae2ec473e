import { mutationOptions } from '@tanstack/react-query'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { jsonQuery } from '#lib/api/json-query.ts'
import { listQuery } from '#lib/api/list-query.ts'
import { withQuery } from '#lib/paths.ts'
import { serializeParams } from '#lib/search-params.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { type AuditFilters, auditFilters } from './filters.ts'
import type { AuditChain, AuditEventAnswer, AuditList } from './schema.ts'

const AUDIT = '/api/admin/audit'

/** Returns the address that exports the filtered events. */
export function auditExportPath(filters: AuditFilters): string {
  return withQuery(`${AUDIT}/export`, serializeParams(auditFilters, filters))
}

/** Queries of the audit log. */
export const auditQueries = {
  list: (filters: AuditFilters) =>
    listQuery<AuditList>(
      ['audit', 'list'],
      (search) => withQuery(AUDIT, search),
      serializeParams(auditFilters, filters),
    ),
  event: (id: string) =>
    jsonQuery<AuditEventAnswer>(['audit', 'event', id], `${AUDIT}/events/${encodeURIComponent(id)}`),
  options: () => jsonQuery<FilterOptions>(['audit', 'options'], `${AUDIT}/options`),
  chain: () => jsonQuery<AuditChain>(['audit', 'chain'], `${AUDIT}/chain`),
  verify: () =>
    mutationOptions({ mutationFn: () => fetchJson<AuditChain>(`${AUDIT}/verify`, { method: 'POST' }) }),
}
