import { auditOptions } from '#lib/server/audit/options.ts'
import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.auditOptions,
  ({ viewer, query }) => auditOptions(viewer, query),
)
