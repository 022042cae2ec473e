import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { openApiDocument } from '#lib/server/api/openapi.ts'
import { openRoute } from '#lib/server/api/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = openRoute(ENDPOINTS.openApi, async () =>
  openApiDocument(),
)
