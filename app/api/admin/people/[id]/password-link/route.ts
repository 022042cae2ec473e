import { makePasswordLink } from '#lib/server/admin/password-link.ts'
import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.makePasswordLink, (asked) =>
  makePasswordLink(asked, asked.path.id, asked.body.version),
)
