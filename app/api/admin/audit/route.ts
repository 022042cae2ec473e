import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { listAudit } from '#lib/server/audit-log/list.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.listAudit,
  ({ viewer, query }) => listAudit(viewer, query),
)
