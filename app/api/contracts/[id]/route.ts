import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { contractDetail } from '#lib/server/contracts/detail.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.contractDetail,
  ({ viewer, path }) => contractDetail(viewer, path.id),
)
