import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { signInToSandbox } from '#lib/server/people/sandbox-people.ts'
import { openRoute } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = openRoute(
  ENDPOINTS.signInToSandbox,
  (asked) => signInToSandbox(asked.body.role, asked),
)
