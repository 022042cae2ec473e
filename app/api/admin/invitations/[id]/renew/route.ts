import { renewInvitation } from '#lib/server/admin/invitations.ts'
import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.renewInvitation, (asked) =>
  renewInvitation(asked, asked.path.id, asked.body.version),
)
