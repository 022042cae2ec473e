import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { unpaidByAge } from '#lib/server/collections/unpaid-by-age.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.unpaidByAge,
  ({ viewer, query }) => unpaidByAge(viewer, query),
)
