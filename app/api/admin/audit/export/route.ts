import { exportAudit } from '#lib/server/audit/export.ts'
import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.exportAudit,
  ({ viewer, query, requestId }) => exportAudit(viewer, query, requestId),
)
