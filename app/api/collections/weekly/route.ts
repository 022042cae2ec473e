import { weeklyCollections } from '#lib/server/collections/weekly.ts'
import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.weeklyCollections,
  ({ viewer, query }) => weeklyCollections(viewer, query),
)
