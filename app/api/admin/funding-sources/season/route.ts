import { setSeason } from '#lib/server/admin/seasons.ts'
import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.setSeason, (request) =>
  setSeason(request, request.body),
)
