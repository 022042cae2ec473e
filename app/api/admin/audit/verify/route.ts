import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { checkAudit } from '#lib/server/audit-log/chain.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.checkAudit,
  ({ viewer, requestId }) => checkAudit(viewer, requestId),
)
