import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { personSessions } from '#lib/server/people/person-sessions.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.personSessions,
  ({ viewer, path }) => personSessions(viewer, path.id),
)
