import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { pauseSource } from '#lib/server/sources/pause.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.pauseSource,
  ({ viewer, path, requestId }) => pauseSource({ viewer, requestId }, path.source),
)
