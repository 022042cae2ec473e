import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { route } from '#lib/server/route.ts'
import { sourcesHealth } from '#lib/server/sources/health.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.sources, ({ viewer }) =>
  sourcesHealth(viewer),
)
