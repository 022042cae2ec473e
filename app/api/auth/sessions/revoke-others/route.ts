import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { endOtherSessions } from '#lib/server/auth/own-account.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.endOtherSessions,
  endOtherSessions,
)
