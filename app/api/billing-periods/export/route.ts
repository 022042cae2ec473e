import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { exportBillingPeriods } from '#lib/server/billing-periods/export.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.exportBillingPeriods,
  async ({ viewer, query, requestId }) =>
    exportBillingPeriods(viewer, { ...query, language: await readerLanguage() }, requestId),
)
