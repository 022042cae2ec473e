import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { changeStream } from '#lib/server/events/change-stream.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.events,
  async ({ viewer, request }) => changeStream(viewer, request.signal),
)
