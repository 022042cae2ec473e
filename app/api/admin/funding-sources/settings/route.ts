import { sourceSettings } from '#lib/server/admin/source-settings.ts'
import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.sourceSettings,
  ({ viewer }) => sourceSettings(viewer),
)
