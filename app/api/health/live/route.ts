import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { isLive } from '#lib/server/health.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.live, isLive)
