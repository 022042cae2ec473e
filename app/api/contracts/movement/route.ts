import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { contractMovement } from '#lib/server/contracts/movement.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.contractMovement,
  ({ viewer, query }) => contractMovement(viewer, query),
)
