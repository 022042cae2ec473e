import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { signInWithPassword } from '#lib/server/people/sign-in.ts'
import { openRoute } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = openRoute(ENDPOINTS.signIn, (asked) =>
  signInWithPassword(asked.body, asked),
)
