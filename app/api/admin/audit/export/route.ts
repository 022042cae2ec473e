import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { exportAudit } from '#lib/server/audit-log/export.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.exportAudit,
  ({ viewer, query, requestId }) => exportAudit(viewer, query, requestId),
)
