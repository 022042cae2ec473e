import 'server-only'
import { RequestError } from '#lib/errors.ts'
import { ROLES, type Role } from '#lib/people/roles.ts'

/**
 * The person or integration that a request acts for, and the first argument of every server read. Reads
 * enforce the scope by this value alone.
 */
export type Viewer = {
  kind: 'person' | 'integration'
  id: string
  name: string
  role: Role
  /** Funding sources whose rows the viewer may see; `'all'` also includes rows without one. */
  fundingSources: 'all' | readonly string[]
}

/** The viewer who acts, and the id under which the request is logged. */
export type RequestContext = { viewer: Viewer; requestId?: string | undefined }

/** True when the viewer may see rows of this funding source; null means rows without one. */
export function maySee(viewer: Viewer, fundingSource: string | null): boolean {
  if (viewer.fundingSources === 'all') return true
  return fundingSource !== null && viewer.fundingSources.includes(fundingSource)
}

/**
 * Refuses a viewer whose role may do less than `role`.
 * @throws RequestError 403
 */
export function requireRole(viewer: Viewer, role: Role): void {
  if (ROLES.indexOf(viewer.role) >= ROLES.indexOf(role)) return
  throw new RequestError(403, 'not_allowed', `This is for ${role === 'admin' ? 'admins' : 'operators'} only.`)
}
