import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { listInvoices } from '#lib/server/invoices/list.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.listInvoices,
  ({ viewer, query }) => listInvoices(viewer, query),
)
