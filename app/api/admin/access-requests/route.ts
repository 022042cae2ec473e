import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { listAccessRequests } from '#lib/server/people/decisions.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.listAccessRequests,
  ({ viewer }) => listAccessRequests(viewer),
)
