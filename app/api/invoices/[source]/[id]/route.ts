import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { invoiceDetail } from '#lib/server/invoices/detail.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.invoiceDetail,
  ({ viewer, path, request }) => invoiceDetail(viewer, path.source, path.id, request.signal),
)
