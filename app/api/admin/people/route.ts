import { listPeople } from '#lib/server/admin/directory.ts'
import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.listPeople, ({ viewer }) =>
  listPeople(viewer),
)
