import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { exportInvoices } from '#lib/server/invoices/export.ts'
import { languageOf } from '#lib/server/words/reader-language.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.exportInvoices,
  ({ viewer, query, request, requestId }) =>
    exportInvoices(viewer, { ...query, language: languageOf(request) }, requestId),
)
