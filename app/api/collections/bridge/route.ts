import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { rateBridge } from '#lib/server/collections/rate-bridge.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.rateBridge,
  ({ viewer, query }) => rateBridge(viewer, query),
)
