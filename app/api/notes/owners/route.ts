import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { noteOwners } from '#lib/server/notes/read.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.noteOwners,
  ({ viewer, query }) => noteOwners(viewer, query.funding_source),
)
