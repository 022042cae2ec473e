import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { setUp } from '#lib/server/people/set-up.ts'
import { openRoute } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = openRoute(ENDPOINTS.setUp, setUp)
