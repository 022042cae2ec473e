import { billingPeriodDetail } from '#lib/server/billing-periods/detail.ts'
import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.billingPeriodDetail,
  ({ viewer, path, request }) => billingPeriodDetail(viewer, path.id, request.signal),
)
