import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { billingPeriodDetail } from '#lib/server/billing-periods/detail.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.billingPeriodDetail,
  ({ viewer, path, request }) => billingPeriodDetail(viewer, path.id, request.signal),
)
