import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { signOut } from '#lib/server/people/sign-in.ts'
import { openRoute } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = openRoute(ENDPOINTS.signOut, signOut)
