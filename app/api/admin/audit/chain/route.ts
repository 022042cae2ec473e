import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { auditChain } from '#lib/server/audit-log/chain.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.auditChain, ({ viewer }) =>
  auditChain(viewer),
)
