import { revokeIntegration } from '#lib/server/admin/integrations.ts'
import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.revokeIntegration, (asked) =>
  revokeIntegration(asked, asked.path.id, asked.body.version),
)
