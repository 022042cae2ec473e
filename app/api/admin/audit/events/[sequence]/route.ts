import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { readAuditEvent } from '#lib/server/audit-log/read-event.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.auditEvent,
  ({ viewer, path }) => readAuditEvent(viewer, path.sequence),
)
