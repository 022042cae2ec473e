import { endPersonSessions } from '#lib/server/admin/person-sessions.ts'
import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.endPersonSessions, (asked) =>
  endPersonSessions(asked, asked.path.id, asked.body.session),
)
