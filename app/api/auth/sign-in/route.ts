import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { openRoute } from '#lib/server/api/route.ts'
import { signInWithPassword } from '#lib/server/auth/sign-in.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = openRoute(ENDPOINTS.signIn, (asked) =>
  signInWithPassword(asked.body, asked),
)
