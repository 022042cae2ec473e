import { endPersonSessions } from '#lib/server/admin/person-sessions.ts'
import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.endPersonSessions, (asked) =>
  endPersonSessions(asked, asked.path.id, asked.body.session),
)
