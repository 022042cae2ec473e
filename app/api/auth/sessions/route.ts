import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { listOwnSessions } from '#lib/server/people/own-account.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.ownSessions, listOwnSessions)
