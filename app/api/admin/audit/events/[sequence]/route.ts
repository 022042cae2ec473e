import { readAuditEvent } from '#lib/server/audit/read-event.ts'
import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.auditEvent,
  ({ viewer, path }) => readAuditEvent(viewer, path.sequence),
)
