import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { openRoute } from '#lib/server/api/route.ts'
import { acceptInvitation } from '#lib/server/auth/accept-invitation.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = openRoute(
  ENDPOINTS.acceptInvitation,
  (asked) => acceptInvitation(asked.body, asked),
)
