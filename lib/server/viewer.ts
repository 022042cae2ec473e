import 'server-only'
import { RequestError } from '#lib/errors.ts'
import { ROLES, type Role } from '#lib/people/roles.ts'

/** Who asks: the first argument of every server read. Scope is enforced where data is read, by this value alone. */
export type Viewer = {
  kind: 'person' | 'integration'
  id: string
  name: string
  role: Role
  /** Funding sources whose rows may be seen; `'all'` also includes rows without one. */
  fundingSources: 'all' | readonly string[]
}

/** True if the viewer may see rows of this funding source (null: rows that have none). */
export function maySee(viewer: Viewer, fundingSource: string | null): boolean {
  if (viewer.fundingSources === 'all') return true
  return fundingSource !== null && viewer.fundingSources.includes(fundingSource)
}

/** Throws a 403 unless the viewer's role is this one or one that may do more. */
export function requireRole(viewer: Viewer, role: Role): void {
  if (ROLES.indexOf(viewer.role) >= ROLES.indexOf(role)) return
  throw new RequestError(403, 'not_allowed', `This is for ${role === 'admin' ? 'admins' : 'operators'} only.`)
}
