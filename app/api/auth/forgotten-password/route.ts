import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { openRoute } from '#lib/server/api/route.ts'
import { askForPasswordLink } from '#lib/server/auth/forgotten-password.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = openRoute(
  ENDPOINTS.askForPasswordLink,
  (asked) => askForPasswordLink(asked.body, asked),
)
