import { personSessions } from '#lib/server/admin/person-sessions.ts'
import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.personSessions,
  ({ viewer, path }) => personSessions(viewer, path.id),
)
