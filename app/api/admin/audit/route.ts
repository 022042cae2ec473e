import { listAudit } from '#lib/server/audit/list.ts'
import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.listAudit,
  ({ viewer, query }) => listAudit(viewer, query),
)
