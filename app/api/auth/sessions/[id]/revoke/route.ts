import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { endOwnSession } from '#lib/server/people/own-account.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.endOwnSession, (asked) =>
  endOwnSession(asked, asked.path.id),
)
