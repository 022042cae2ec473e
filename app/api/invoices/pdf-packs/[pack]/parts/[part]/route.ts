import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { pdfPackPart } from '#lib/server/invoices/pack-part.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.pdfPackPart,
  ({ viewer, path, body, request, requestId }) =>
    pdfPackPart(viewer, body, { id: path.pack, part: path.part, requestId, signal: request.signal }),
)
