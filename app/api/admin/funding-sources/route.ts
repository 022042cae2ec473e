import { knownFundingSources } from '#lib/server/admin/funding-sources.ts'
import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.knownFundingSources,
  ({ viewer }) => knownFundingSources(viewer),
)
