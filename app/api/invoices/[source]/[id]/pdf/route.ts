import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { invoicePdf } from '#lib/server/invoices/pdf.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.invoicePdf,
  ({ viewer, path, query, request, requestId }) =>
    invoicePdf(viewer, { ...path, ...query, requestId }, request.signal),
)
