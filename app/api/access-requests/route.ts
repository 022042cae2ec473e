import { submitAccessRequest } from '#lib/server/admin/access-requests.ts'
import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { openRoute } from '#lib/server/api/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = openRoute(ENDPOINTS.requestAccess, (asked) =>
  submitAccessRequest(asked.body, asked),
)
