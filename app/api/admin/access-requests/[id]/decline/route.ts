import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { declineRequest } from '#lib/server/people/decisions.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.declineRequest, (asked) =>
  declineRequest(asked, asked.path.id, asked.body.version),
)
