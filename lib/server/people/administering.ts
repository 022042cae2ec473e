import 'server-only'
import { RequestError } from '#lib/errors.ts'
import { database, type Executor } from '../db/client.ts'
import { transact } from '../db/transact.ts'
import { type AuditEntry, recordAudit } from './audit.ts'
import type { Viewer } from './viewer.ts'

/** Who administers, and in which request. */
export type Acting = { viewer: Viewer; requestId?: string }

/** True for a person who is an admin; an integration never is, whatever its role says. */
export function isAdmin(viewer: Viewer): boolean {
  return viewer.kind === 'person' && viewer.role === 'admin'
}

/** Throws a 403 for whoever is not a person with the role of an admin. */
export function requireAdmin(viewer: Viewer): void {
  if (!isAdmin(viewer)) throw new RequestError(403, 'not_allowed', 'This is for admins only.')
}

/**
 * Runs an administrative act in one transaction that stands only if the audit log has it. `act` gives its result and what
 * the log says of it. Throws a 403 for whoever is no admin.
 */
export async function administer<Result>(
  { viewer, requestId }: Acting,
  act: (
    tx: Executor,
  ) => Promise<{ result: Result; audit: Pick<AuditEntry, 'action' | 'subject' | 'details'> }>,
): Promise<Result> {
  requireAdmin(viewer)
  return transact(database(), async (tx) => {
    const { result, audit } = await act(tx)
    await recordAudit({ ...audit, actor: viewer, outcome: 'ok', ...(requestId && { requestId }) })
    return result
  })
}

/** 409 for a change of something that is not any more as it was looked at. */
export function changedMeanwhile(what: string): RequestError {
  return new RequestError(
    409,
    'changed_meanwhile',
    `${what} was changed by someone else since you looked. Look at it again, then decide.`,
  )
}
