import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { compareCollections } from '#lib/server/collections/comparison.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.collectionComparison,
  ({ viewer, query }) => compareCollections(viewer, query),
)
