import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.listBillingPeriods,
  ({ viewer, query }) => listBillingPeriods(viewer, query),
)
