import { auditChain } from '#lib/server/audit/chain.ts'
import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.auditChain, ({ viewer }) =>
  auditChain(viewer),
)
