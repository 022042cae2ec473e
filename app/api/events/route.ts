import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { changeStream } from '#lib/server/events/change-stream.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.events,
  async ({ viewer, request }) => changeStream(viewer, request.signal),
)
