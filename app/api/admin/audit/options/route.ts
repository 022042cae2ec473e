import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { auditOptions } from '#lib/server/audit-log/options.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.auditOptions,
  ({ viewer, query }) => auditOptions(viewer, query),
)
