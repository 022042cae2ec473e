import { collectionSummary } from '#lib/server/collections/summary.ts'
import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.collectionSummary,
  ({ viewer, query }) => collectionSummary(viewer, query),
)
