import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { invoiceChanges } from '#lib/server/invoices/changes.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.invoiceChanges,
  ({ viewer, query }) => invoiceChanges(viewer, query),
)
