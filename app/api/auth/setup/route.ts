import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { openRoute } from '#lib/server/api/route.ts'
import { setUp } from '#lib/server/auth/set-up.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = openRoute(ENDPOINTS.setUp, setUp)
