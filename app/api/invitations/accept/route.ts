import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { acceptInvitation } from '#lib/server/people/accept-invitation.ts'
import { openRoute } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = openRoute(
  ENDPOINTS.acceptInvitation,
  (asked) => acceptInvitation(asked.body, asked),
)
