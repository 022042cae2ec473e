import { disablePerson } from '#lib/server/admin/change-person.ts'
import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.disablePerson, (asked) =>
  disablePerson(asked, asked.path.id, asked.body.version),
)
