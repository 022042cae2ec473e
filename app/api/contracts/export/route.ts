import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { exportContracts } from '#lib/server/contracts/export.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.exportContracts,
  ({ viewer, query, requestId }) => exportContracts(viewer, query, requestId),
)
