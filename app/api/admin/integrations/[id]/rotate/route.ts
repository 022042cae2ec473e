import { rotateIntegration } from '#lib/server/admin/integrations.ts'
import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.rotateIntegration, (asked) =>
  rotateIntegration(asked, asked.path.id, asked.body),
)
