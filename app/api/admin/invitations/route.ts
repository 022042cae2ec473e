import { invite } from '#lib/server/admin/invitations.ts'
import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.invite, (asked) =>
  invite(asked, asked.body),
)
