import { invite } from '#lib/server/admin/invitations.ts'
import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.invite, (asked) =>
  invite(asked, asked.body),
)
