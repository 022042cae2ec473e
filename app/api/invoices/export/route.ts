import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { exportInvoices } from '#lib/server/invoices/export.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.exportInvoices,
  ({ viewer, query, requestId }) => exportInvoices(viewer, query, requestId),
)
