import 'server-only'
import { sql } from 'drizzle-orm'
import { RequestError } from '#lib/errors.ts'
import { type AuditEntry, transactRecorded } from '#lib/server/audit/record.ts'
import { type Executor, rows } from '#lib/server/db/client.ts'
import type { Viewer } from '#lib/server/viewer.ts'

/** Who administers, and in which request. */
export type Acting = { viewer: Viewer; requestId?: string }

/** True for a person who is an admin; an integration never is, whatever its role says. */
export function isAdmin(viewer: Viewer): boolean {
  return viewer.kind === 'person' && viewer.role === 'admin'
}

/** Throws a 403 for whoever is not a person with the role of an admin. */
export function requireAdmin(viewer: Viewer): void {
  if (!isAdmin(viewer)) throw adminsOnly()
}

/** Any text: the lock that administrative acts take one after the other, on all servers. */
const ONE_ACT = 'furrow administers'

/**
 * Runs an administrative act in one transaction with its audit event. `act` gives its result and what the log says of it.
 * Acts run one at a time, and the role is read again inside: an act that waited for another one is not done on a role that
 * the other one took away.
 * @throws RequestError 403 where the viewer is no admin, or no longer one
 */
export async function administer<Result>(
  { viewer, requestId }: Acting,
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

/** The row stays locked, so that nothing takes the role away before the act is stored. */
async function requireStoredAdmin(tx: Executor, { id }: Viewer): Promise<void> {
  const stored = await rows(
    tx,
    sql`select 1 from person where id = ${id} and role = 'admin' and disabled_at is null for share`,
  )
  if (stored.length === 0) throw adminsOnly()
}

function adminsOnly(): RequestError {
  return new RequestError(403, 'not_allowed', 'This is for admins only.')
}
