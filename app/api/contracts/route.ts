import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { listContracts } from '#lib/server/contracts/list.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.listContracts,
  ({ viewer, query }) => listContracts(viewer, query),
)
