import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { openApiDocument } from '#lib/server/openapi.ts'
import { openRoute } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = openRoute(ENDPOINTS.openApi, async () =>
  openApiDocument(),
)
