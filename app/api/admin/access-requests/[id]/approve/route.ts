import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { approveRequest } from '#lib/server/people/decisions.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.approveRequest, (asked) =>
  approveRequest(asked, asked.path.id, asked.body),
)
