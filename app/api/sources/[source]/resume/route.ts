import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { resumeSource } from '#lib/server/sources/pause.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.resumeSource,
  ({ viewer, path, query, requestId }) =>
    resumeSource({ viewer, requestId }, { source: path.source, since: query.since }),
)
