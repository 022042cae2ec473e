import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { openRoute } from '#lib/server/api/route.ts'
import { finishSingleSignOn } from '#lib/server/auth/single-sign-on.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = openRoute(
  ENDPOINTS.finishSingleSignOn,
  finishSingleSignOn,
)
