import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { collectionTargets } from '#lib/server/collections/targets.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.collectionTargets,
  ({ viewer, query }) => collectionTargets(viewer, query),
)
