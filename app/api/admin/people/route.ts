import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { listPeople } from '#lib/server/people/directory.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.listPeople, ({ viewer }) =>
  listPeople(viewer),
)
