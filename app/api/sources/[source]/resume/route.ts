import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { auditedAct } from '#lib/server/people/audited.ts'
import { route } from '#lib/server/route.ts'
import { resumeSource } from '#lib/server/sources/pause.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.resumeSource,
  ({ viewer, path, requestId }) =>
    auditedAct({ actor: viewer, action: 'source.resume', subject: `source:${path.source}`, requestId }, () =>
      resumeSource(viewer, path.source),
    ),
)
