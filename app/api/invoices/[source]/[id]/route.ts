import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { invoiceDetail } from '#lib/server/invoices/detail.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.invoiceDetail,
  ({ viewer, path, request }) => invoiceDetail(viewer, path.source, path.id, request.signal),
)
