import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { noteOf } from '#lib/server/notes/read.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.readNote,
  ({ viewer, path }) => noteOf(viewer, path),
)
