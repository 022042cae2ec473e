import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { ChangeAccessBody } from '#lib/admin/bodies.ts'
import {
  type AccessRequest,
  type AccessRequests,
  accessRequestSchema,
  type InvitationAnswer,
} from '#lib/admin/schema.ts'
import { changedMeanwhile, notFound, RequestError } from '#lib/errors.ts'
import { database, type Executor, query } from '#lib/server/db/client.ts'
import { fingerprint } from '#lib/server/db/fingerprint.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import type { RequestContext, Viewer } from '#lib/server/viewer.ts'
import { administer, requireAdmin } from './administering.ts'
import { handOver, makeInvitation } from './invitations.ts'

const MAX_LISTED = 500

/**
 * Lists the newest 500 access requests, open ones first, and counts all of them.
 * @throws RequestError 403 for anyone but an admin
 */
export async function listAccessRequests(viewer: Viewer): Promise<AccessRequests> {
  requireAdmin(viewer)
  const [count] = await query<{ open: number; total: number }>(database())`
    select (count(*) filter (where decision is null))::int as open, count(*)::int as total from access_request`
  return { open: count?.open ?? 0, total: count?.total ?? 0, rows: await readRequests(database(), sql`true`) }
}

function readRequests(tx: Executor, where: SQL): Promise<AccessRequest[]> {
  return parsedRows(
    tx,
    sql`select id, name, email, organisation, funding_sources as "fundingSources", reason,
          ${instantText(sql`created_at`)} as "createdAt", decision, ${instantText(sql`decided_at`)} as "decidedAt",
          decided_by as "decidedBy", exists (select from person where person.email = access_request.email) as "hasAccount",
          ${fingerprint(sql`row(decision, decided_at, decided_by)::text`)} as version
        from access_request where ${where}
        order by decision is not null, coalesce(decided_at, created_at) desc, id limit ${MAX_LISTED}`,
    accessRequestSchema,
  )
}

/**
 * Approves an access request with the role and funding sources that the admin chose, and creates and mails
 * the invitation.
 * @throws RequestError 403 for anyone but an admin, 404 for an unknown request, 409 if it was decided or
 * changed meanwhile, or if its address already has an account or an open invitation
 */
export async function approveRequest(
  acting: RequestContext,
  id: string,
  { role, fundingSources, version }: ChangeAccessBody,
): Promise<InvitationAnswer> {
  const made = await administer(acting, async (tx) => {
    const { name, email } = await decide(tx, acting, { id, version }, 'approved')
    const result = await makeInvitation(tx, acting, { name, email, role, fundingSources }, id)
    const details = { email, role, fundingSources, invitation: result.invitation.id }
    return { result, audit: { action: 'access_request.approve', subject: `access_request:${id}`, details } }
  })
  return handOver(acting, made)
}

/**
 * Declines an access request, without telling the person.
 * @throws RequestError 403 for anyone but an admin, 404 for an unknown request, 409 if it was decided or
 * changed meanwhile
 */
export function declineRequest(
  acting: RequestContext,
  id: string,
  version: string,
): Promise<{ accessRequest: AccessRequest }> {
  return administer(acting, async (tx) => {
    const accessRequest = await decide(tx, acting, { id, version }, 'declined')
    const details = { email: accessRequest.email }
    return {
      result: { accessRequest },
      audit: { action: 'access_request.decline', subject: `access_request:${id}`, details },
    }
  })
}

/**
 * Reopens a declined access request.
 * @throws RequestError 403 for anyone but an admin, 404 for an unknown request, 409 if it is not declined or
 * was changed meanwhile
 */
export function reopenRequest(
  acting: RequestContext,
  id: string,
  version: string,
): Promise<{ accessRequest: AccessRequest }> {
  return administer(acting, async (tx) => {
    const former = await lockRequest(tx, id)
    if (former.decision !== 'declined')
      throw settled(former, 'This request is not declined: only declined ones can be reopened.')
    if (former.version !== version) throw changedMeanwhile(`The request of ${former.name}`)
    const { email } = former
    await tx.execute(sql`
      update access_request set decision = null, decided_at = null, decided_by = null where id = ${id}`)
    return {
      result: { accessRequest: await lockRequest(tx, id) },
      audit: { action: 'access_request.reopen', subject: `access_request:${id}`, details: { email } },
    }
  })
}

async function decide(
  tx: Executor,
  { viewer }: RequestContext,
  { id, version }: { id: string; version: string },
  decision: 'approved' | 'declined',
): Promise<AccessRequest> {
  const former = await lockRequest(tx, id)
  if (former.decision !== null)
    throw settled(former, `${former.decidedBy ?? 'Somebody'} has ${former.decision} this request meanwhile.`)
  if (former.version !== version) throw changedMeanwhile(`The request of ${former.name}`)
  await tx.execute(sql`
    update access_request set decision = ${decision}, decided_at = now(), decided_by = ${viewer.name}
    where id = ${id}`)
  return lockRequest(tx, id)
}

/** Locks a request, so that two admins who decide at once run one after the other. */
async function lockRequest(tx: Executor, id: string): Promise<AccessRequest> {
  await tx.execute(sql`select 1 from access_request where id = ${id} for update`)
  const [found] = await readRequests(tx, sql`id = ${id}`)
  if (!found) throw notFound('request')
  return found
}

function settled({ decision, decidedBy }: AccessRequest, detail: string): RequestError {
  const values = { decision: decision ?? 'open', by: decidedBy ?? '' } as const
  return new RequestError(409, 'request_settled', detail, { values })
}
