import 'server-only'
import { auditFilters, readSequence } from '#lib/audit/filters.ts'
import { auditChainSchema, auditEventAnswerSchema, auditListSchema } from '#lib/audit/schema.ts'
import { defaulted, oneOf, optional, pageParams, searchParam } from '#lib/search-params.ts'
import { formatParam, provenanceParam } from '#lib/server/export/format.ts'
import { done, mirrored, streamed } from '#lib/server/http/endpoint.ts'
import { filterOptionsSchema } from '#lib/sources/schema.ts'
import { AUDIT_FACETS } from './options.ts'

/** Endpoints of the audit log, for admins. */
export const AUDIT_ENDPOINTS = {
  listAudit: mirrored({
    access: 'admin',
    path: '/api/admin/audit',
    summary: 'What happened and who did it, a page at a time, newest first',
    query: { ...auditFilters, ...pageParams },
    output: auditListSchema,
  }),
  exportAudit: streamed({
    access: 'admin',
    path: '/api/admin/audit/export',
    summary: 'The events that match as a file; the export is an event itself',
    query: { format: formatParam, provenance: provenanceParam, ...auditFilters },
    mediaTypes: ['text/csv', 'application/zip'],
  }),
  auditOptions: mirrored({
    access: 'admin',
    path: '/api/admin/audit/options',
    summary: 'The choices of the audit log’s filters, each with its number of events',
    query: { filter: optional(oneOf(AUDIT_FACETS), `one of ${AUDIT_FACETS.join(', ')}`), find: searchParam },
    output: filterOptionsSchema,
  }),
  auditEvent: mirrored({
    access: 'admin',
    path: '/api/admin/audit/events/{sequence}',
    summary: 'One event, and whether its hash fits it and the one before',
    pathParams: { sequence: defaulted(readSequence, 'the number of an event', 0) },
    output: auditEventAnswerSchema,
    problems: [404, 503],
  }),
  auditChain: mirrored({
    access: 'admin',
    path: '/api/admin/audit/chain',
    summary: 'How long the audit log is, and what the last check of its chain by this server found',
    output: auditChainSchema,
  }),
  checkAudit: done({
    access: 'admin',
    path: '/api/admin/audit/verify',
    summary: 'Checks the whole chain now, which is an event itself',
    output: auditChainSchema,
  }),
}
