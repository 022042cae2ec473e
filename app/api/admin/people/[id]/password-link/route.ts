import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { makePasswordLink } from '#lib/server/people/password-links.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.makePasswordLink, (asked) =>
  makePasswordLink(asked, asked.path.id, asked.body.version),
)
