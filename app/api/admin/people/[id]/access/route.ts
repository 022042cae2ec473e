import { changeAccess } from '#lib/server/admin/change-person.ts'
import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.changeAccess, (asked) =>
  changeAccess(asked, asked.path.id, asked.body),
)
