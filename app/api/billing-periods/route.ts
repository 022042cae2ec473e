import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.listBillingPeriods,
  ({ viewer, query }) => listBillingPeriods(viewer, query),
)
