import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { openRoute } from '#lib/server/api/route.ts'
import { signInToSandbox } from '#lib/server/auth/sandbox-people.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = openRoute(
  ENDPOINTS.signInToSandbox,
  (asked) => signInToSandbox(asked.body.role, asked),
)
