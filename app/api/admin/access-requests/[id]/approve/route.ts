import { approveRequest } from '#lib/server/admin/decisions.ts'
import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.approveRequest, (asked) =>
  approveRequest(asked, asked.path.id, asked.body),
)
