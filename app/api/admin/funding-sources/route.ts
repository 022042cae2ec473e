import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { knownFundingSources } from '#lib/server/people/funding-sources.ts'
import { route } from '#lib/server/route.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.knownFundingSources,
  ({ viewer }) => knownFundingSources(viewer),
)
