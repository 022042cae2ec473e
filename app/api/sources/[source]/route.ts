import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { sourceDiagnostics } from '#lib/server/sources/diagnostics.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.sourceCare,
  ({ viewer, path }) => sourceDiagnostics(viewer, path.source),
)
