import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { exportInvoices } from '#lib/server/invoices/export.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.exportInvoices,
  ({ viewer, query, requestId }) => exportInvoices(viewer, query, requestId),
)
