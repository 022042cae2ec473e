import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { requestRefresh } from '#lib/server/sources/refresh.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.refreshSource,
  ({ viewer, path, query, requestId }) =>
    requestRefresh({ viewer, requestId }, path.source, new Date(), query),
)
