import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { openRoute } from '#lib/server/api/route.ts'
import { startSingleSignOn } from '#lib/server/auth/single-sign-on.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = openRoute(
  ENDPOINTS.startSingleSignOn,
  (asked) => startSingleSignOn(asked.body.next, asked),
)
