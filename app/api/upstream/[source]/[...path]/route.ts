import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { route } from '#lib/server/api/route.ts'
import { proxyUpstream } from '#lib/server/live/upstream-proxy.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.readUpstream,
  ({ viewer, path, search, request, requestId }) =>
    proxyUpstream(viewer, { ...path, requestId }, search, request.signal),
)
