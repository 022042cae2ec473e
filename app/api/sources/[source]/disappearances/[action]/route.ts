import { ENDPOINTS } from '#lib/server/endpoints.ts'
import { auditedAct } from '#lib/server/people/audited.ts'
import { route } from '#lib/server/route.ts'
import { settleDisappearance } from '#lib/server/sources/disappearances.ts'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  ENDPOINTS.settleDisappearance,
  ({ viewer, path, query, requestId }) => {
    const told = { action: `disappearance.${path.action}`, subject: `source:${path.source}`, details: query }
    return auditedAct({ actor: viewer, ...told, requestId }, () => settleDisappearance(viewer, path, query))
  },
)
