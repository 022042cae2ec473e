import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { exportBillingPeriods } from '#lib/server/billing-periods/export.ts'
import { languageOf } from '#lib/server/words/reader-language.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.exportBillingPeriods,
  ({ viewer, query, request, requestId }) =>
    exportBillingPeriods(viewer, { ...query, language: languageOf(request) }, requestId),
)
