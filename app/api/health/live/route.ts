import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { isLive } from '#lib/server/health.ts'
import { openRoute } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = openRoute(ENDPOINTS.live, isLive)
