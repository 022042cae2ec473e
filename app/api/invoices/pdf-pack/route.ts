import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { invoicePdfPack } from '#lib/server/invoices/pack.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.packInvoicePdfs,
  ({ viewer, body, request, requestId }) =>
    invoicePdfPack(viewer, body, { requestId, signal: request.signal }),
)
