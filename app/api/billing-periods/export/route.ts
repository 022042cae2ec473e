import { exportBillingPeriods } from '#lib/server/billing-periods/export.ts'
import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.exportBillingPeriods,
  ({ viewer, query, requestId }) => exportBillingPeriods(viewer, query, requestId),
)
