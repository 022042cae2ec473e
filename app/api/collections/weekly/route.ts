import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { weeklyCollections } from '#lib/server/collections/weekly.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.weeklyCollections,
  ({ viewer, query }) => weeklyCollections(viewer, query),
)
