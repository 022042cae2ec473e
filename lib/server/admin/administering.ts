import 'server-only'
import { sql } from 'drizzle-orm'
import { RequestError } from '#lib/errors.ts'
import { type AuditEntry, transactRecorded } from '#lib/server/audit/record.ts'
import { type Executor, query } from '#lib/server/db/client.ts'
import type { RequestContext, Viewer } from '#lib/server/viewer.ts'

/** True for a person who is an admin; never for an integration, whatever its role says. */
export function isAdmin(viewer: Viewer): boolean {
  return viewer.kind === 'person' && viewer.role === 'admin'
}

/**
 * Requires the viewer to be a person with the admin role.
 * @throws RequestError 403 `not_allowed` for any other viewer
 */
export function requireAdmin(viewer: Viewer): void {
  if (!isAdmin(viewer)) throw adminsOnly()
}

/**
 * The advisory lock that administrative acts take one after the other, on all servers. The text is arbitrary.
 */
const ONE_ACT = 'furrow administers'

/**
 * Runs an administrative act in one transaction with its audit event. Acts run one at a time and read the
 * admin's role again inside the transaction, so that an act which waited for another one cannot use a role
 * that the other one took away.
 * @param act returns its result and the audit event's action, subject and details
 * @throws RequestError 403 if the viewer is not, or no longer, an admin
 */
export async function administer<Result>(
  { viewer, requestId }: RequestContext,
  act: (
    tx: Executor,
  ) => Promise<{ result: Result; audit: Pick<AuditEntry, 'action' | 'subject' | 'details'> }>,
): Promise<Result> {
  requireAdmin(viewer)
  return transactRecorded(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${ONE_ACT}))`)
    await requireStoredAdmin(tx, viewer)
    const { result, audit } = await act(tx)
    return { result, audit: { ...audit, actor: viewer, outcome: 'ok', ...(requestId && { requestId }) } }
  })
}

/** Locks the admin's row, so that nobody takes the role away before the act is stored. */
async function requireStoredAdmin(tx: Executor, { id }: Viewer): Promise<void> {
  const stored = await query(tx)`
    select 1 from person where id = ${id} and role = 'admin' and disabled_at is null for share`
  if (stored.length === 0) throw adminsOnly()
}

function adminsOnly(): RequestError {
  return new RequestError(403, 'not_allowed', 'This is for admins only.')
}
