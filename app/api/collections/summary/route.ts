import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { collectionSummary } from '#lib/server/collections/summary.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.collectionSummary,
  ({ viewer, query }) => collectionSummary(viewer, query),
)
