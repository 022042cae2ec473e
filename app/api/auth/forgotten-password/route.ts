import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { askForPasswordLink } from '#lib/server/people/forgotten-password.ts'
import { openRoute } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = openRoute(
  ENDPOINTS.askForPasswordLink,
  (asked) => askForPasswordLink(asked.body, asked),
)
