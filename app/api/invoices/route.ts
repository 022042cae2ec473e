import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { listInvoices } from '#lib/server/invoices/list.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.listInvoices,
  ({ viewer, query }) => listInvoices(viewer, query),
)
