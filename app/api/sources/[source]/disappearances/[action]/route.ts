import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { settleDisappearance } from '#lib/server/sources/disappearances.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.settleDisappearance,
  ({ viewer, path, query, requestId }) => settleDisappearance({ viewer, requestId }, path, query),
)
