import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { pdfPacks } from '#lib/server/invoices/pdf-packs.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(ENDPOINTS.listPdfPacks, ({ viewer }) =>
  pdfPacks(viewer),
)
