import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { reopenRequest } from '#lib/server/people/decisions.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.reopenRequest, (asked) =>
  reopenRequest(asked, asked.path.id, asked.body.version),
)
