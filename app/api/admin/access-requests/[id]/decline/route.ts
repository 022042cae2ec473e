import { declineRequest } from '#lib/server/admin/decisions.ts'
import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.declineRequest, (asked) =>
  declineRequest(asked, asked.path.id, asked.body.version),
)
