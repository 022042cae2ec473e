import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { handOutReport } from '#lib/server/auth/reports.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.handOutReport,
  ({ viewer, body }) => handOutReport(viewer, body.printed_at),
)
