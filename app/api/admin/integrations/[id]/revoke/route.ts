import { revokeIntegration } from '#lib/server/admin/integrations.ts'
import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.revokeIntegration, (asked) =>
  revokeIntegration(asked, asked.path.id, asked.body.version),
)
