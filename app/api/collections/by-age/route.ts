import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { collectedByAge } from '#lib/server/collections/collected-by-age.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.collectedByAge,
  ({ viewer, query }) => collectedByAge(viewer, query),
)
