import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { isLive } from '#lib/server/api/health.ts'
import { openRoute } from '#lib/server/api/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = openRoute(ENDPOINTS.live, isLive)
