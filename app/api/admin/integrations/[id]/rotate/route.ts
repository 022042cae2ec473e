import { rotateIntegration } from '#lib/server/admin/integrations.ts'
import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.rotateIntegration, (asked) =>
  rotateIntegration(asked, asked.path.id, asked.body),
)
