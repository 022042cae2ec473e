import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { exportInvoices } from '#lib/server/invoices/export.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.exportInvoices,
  async ({ viewer, query, requestId }) =>
    exportInvoices(viewer, { ...query, language: await readerLanguage() }, requestId),
)
