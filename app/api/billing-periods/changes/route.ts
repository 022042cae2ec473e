import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { billingPeriodChanges } from '#lib/server/billing-periods/changes.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.billingPeriodChanges,
  ({ viewer, query }) => billingPeriodChanges(viewer, query),
)
