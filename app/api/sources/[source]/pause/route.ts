import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { auditedAct } from '#lib/server/people/audited.ts'
import { route } from '#lib/server/route.ts'
import { pauseSource } from '#lib/server/sources/pause.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.pauseSource,
  ({ viewer, path, requestId }) =>
    auditedAct({ actor: viewer, action: 'source.pause', subject: `source:${path.source}`, requestId }, () =>
      pauseSource(viewer, path.source),
    ),
)
