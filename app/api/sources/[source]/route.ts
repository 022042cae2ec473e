import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { sourceCare } from '#lib/server/sources/care.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.sourceCare,
  ({ viewer, path }) => sourceCare(viewer, path.source),
)
