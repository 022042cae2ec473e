import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { invoicePdfPack } from '#lib/server/invoices/pack.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.packInvoicePdfs,
  ({ viewer, body, request, requestId }) =>
    invoicePdfPack(viewer, body, { requestId, signal: request.signal }),
)
