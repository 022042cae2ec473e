import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { auditedAct } from '#lib/server/people/audited.ts'
import { route } from '#lib/server/route.ts'
import { requestRefresh } from '#lib/server/sources/refresh.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.refreshSource,
  ({ viewer, path, query, requestId }) => {
    const subject = `source:${path.source}`
    return auditedAct({ actor: viewer, action: 'source.refresh', subject, details: query, requestId }, () =>
      requestRefresh(viewer, path.source, new Date(), query),
    )
  },
)
