import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { sourcesHealth } from '#lib/server/sources/health.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.sources, ({ viewer }) =>
  sourcesHealth(viewer),
)
