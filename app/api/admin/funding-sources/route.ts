import { knownFundingSources } from '#lib/server/admin/funding-sources.ts'
import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.knownFundingSources,
  ({ viewer }) => knownFundingSources(viewer),
)
