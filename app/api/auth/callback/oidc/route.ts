import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { finishSingleSignOn } from '#lib/server/people/single-sign-on.ts'
import { openRoute } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = openRoute(
  ENDPOINTS.finishSingleSignOn,
  finishSingleSignOn,
)
