import { removeTarget } from '#lib/server/admin/targets.ts'
import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.removeTarget, (request) =>
  removeTarget(request, request.body),
)
