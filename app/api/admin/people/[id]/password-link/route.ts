import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { makePasswordLink } from '#lib/server/auth/password-links.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.makePasswordLink, (asked) =>
  makePasswordLink(asked, asked.path.id, asked.body.version),
)
