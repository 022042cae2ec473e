import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { startSingleSignOn } from '#lib/server/people/single-sign-on.ts'
import { openRoute } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = openRoute(
  ENDPOINTS.startSingleSignOn,
  (asked) => startSingleSignOn(asked.body.next, asked),
)
