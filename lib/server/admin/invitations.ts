import 'server-only'
import { randomUUID } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import type { InviteBody } from '#lib/admin/bodies.ts'
import { type Invitation, type InvitationAnswer, invitationSchema } from '#lib/admin/schema.ts'
import { changedMeanwhile, notFound, RequestError } from '#lib/errors.ts'
import { hashSecret, newSecret } from '#lib/server/auth/secrets.ts'
import { env } from '#lib/server/config/env.ts'
import { type Executor, query } from '#lib/server/db/client.ts'
import { fingerprint } from '#lib/server/db/fingerprint.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import { textArray } from '#lib/server/lists/predicates.ts'
import { invitationMail } from '#lib/server/mail/mails.ts'
import { sendMail } from '#lib/server/mail/send.ts'
import type { RequestContext } from '#lib/server/viewer.ts'
import { administer } from './administering.ts'
import { withSourceNotices } from './source-notices.ts'

const LIFE = sql`interval '7 days'`
const WAITS = sql`used_at is null and revoked_at is null`
/** Changes as soon as an invitation is renewed, accepted or revoked. */
const VERSION = fingerprint(sql`row(token_hash, expires_at, used_at, revoked_at)::text`)

/**
 * A new or renewed invitation, with its link's token: only this server and the link's holder know the token.
 */
export type NewInvitation = { invitation: Invitation; token: string }

/** Lists the invitations that are neither accepted nor revoked, the newest first. */
export function openInvitations(tx: Executor): Promise<Invitation[]> {
  return readInvitations(tx, WAITS)
}

function readInvitations(tx: Executor, where: SQL): Promise<Invitation[]> {
  return parsedRows(
    tx,
    sql`select id, name, email, role, funding_sources as "fundingSources", created_by as "createdBy",
          ${instantText(sql`created_at`)} as "createdAt", ${instantText(sql`expires_at`)} as "expiresAt",
          expires_at <= now() as "isExpired", ${VERSION} as version
        from invitation where ${where} order by created_at desc, id`,
    invitationSchema,
  )
}

/**
 * Invites a person who did not request access.
 * @throws RequestError 403 for anyone but an admin, 409 if the address already has an account or an open
 * invitation
 */
export async function invite(acting: RequestContext, wanted: InviteBody): Promise<InvitationAnswer> {
  const made = await administer(acting, async (tx) => {
    const result = await makeInvitation(tx, acting, wanted, null)
    const { name, email, role, fundingSources } = wanted
    const audit = {
      action: 'person.invite',
      subject: `invitation:${result.invitation.id}`,
      details: { name, email, role, fundingSources },
    }
    return { result, audit }
  })
  return handOver(acting, made)
}

/**
 * Inserts an invitation inside the caller's transaction, which has checked the admin.
 * @throws RequestError 409 as `invite`
 */
export async function makeInvitation(
  tx: Executor,
  { viewer }: RequestContext,
  wanted: InviteBody,
  accessRequestId: string | null,
): Promise<NewInvitation> {
  await refuseKnown(tx, wanted.email)
  const [waiting] = await readInvitations(tx, sql`email = ${wanted.email} and ${WAITS}`)
  if (waiting) {
    const detail = `${wanted.email} has an invitation already: send a new link for it, or revoke it first.`
    throw new RequestError(409, 'already_invited', detail, { values: { email: wanted.email } })
  }
  const [id, token] = [randomUUID(), newSecret()]
  await tx.execute(sql`
    insert into invitation (id, token_hash, email, name, role, funding_sources, access_request_id, created_by,
      created_at, expires_at)
    values (${id}, ${hashSecret(token)}, ${wanted.email}, ${wanted.name}, ${wanted.role},
      ${textArray(wanted.fundingSources)}, ${accessRequestId}, ${viewer.name}, now(), now() + ${LIFE})`)
  return { invitation: await readInvitation(tx, id), token }
}

/**
 * Gives an invitation a new link, valid for seven days; the former link stops working.
 * @throws RequestError 403 for anyone but an admin, 404 for an unknown invitation, 409 if it was changed,
 * accepted or revoked meanwhile, or if its address has an account
 */
export async function renewInvitation(
  acting: RequestContext,
  id: string,
  version: string,
): Promise<InvitationAnswer> {
  const made = await administer(acting, async (tx) => {
    const former = await lockWaiting(tx, id, version)
    await refuseKnown(tx, former.email)
    const token = newSecret()
    await tx.execute(sql`
      update invitation set token_hash = ${hashSecret(token)}, expires_at = now() + ${LIFE} where id = ${id}`)
    const result = { invitation: await readInvitation(tx, id), token }
    const details = { email: former.email }
    return { result, audit: { action: 'invitation.renew', subject: `invitation:${id}`, details } }
  })
  return handOver(acting, made)
}

/**
 * Revokes an invitation at once and for good: nothing makes its link work again.
 * @throws RequestError 403 for anyone but an admin, 404 for an unknown invitation, 409 if it was changed,
 * accepted or revoked meanwhile
 */
export function revokeInvitation(
  acting: RequestContext,
  id: string,
  version: string,
): Promise<{ revoked: true }> {
  return administer(acting, async (tx) => {
    const { email } = await lockWaiting(tx, id, version)
    await tx.execute(sql`update invitation set revoked_at = now() where id = ${id}`)
    return {
      result: { revoked: true as const },
      audit: { action: 'invitation.revoke', subject: `invitation:${id}`, details: { email } },
    }
  })
}

/**
 * Locks an invitation, so that nobody accepts it meanwhile. Throws a 409 unless it is open and as the admin
 * saw it.
 */
async function lockWaiting(tx: Executor, id: string, version: string): Promise<Invitation> {
  await tx.execute(sql`select 1 from invitation where id = ${id} for update`)
  const former = await readInvitation(tx, id)
  const waiting = await readInvitations(tx, sql`id = ${id} and ${WAITS}`)
  if (waiting.length === 0) {
    const detail = `The invitation of ${former.name} was accepted or revoked meanwhile. Look at the list again.`
    throw new RequestError(409, 'invitation_settled', detail, { values: { name: former.name } })
  }
  if (former.version !== version) throw changedMeanwhile(`The invitation of ${former.name}`)
  return former
}

/** Mails the link if a mail server is configured, and returns it to the admin in any case. */
export async function handOver(
  { viewer }: RequestContext,
  { invitation, token }: NewInvitation,
): Promise<InvitationAnswer> {
  const link = new URL(`/invitation/${token}`, env().appUrl).href
  const { name, email, expiresAt } = invitation
  const sent = await sendMail(invitationMail({ name, email, link, invitedBy: viewer.name, expiresAt }))
  return withSourceNotices(viewer, invitation.fundingSources, { invitation, link, ...sent })
}

async function readInvitation(tx: Executor, id: string): Promise<Invitation> {
  const [found] = await readInvitations(tx, sql`id = ${id}`)
  if (!found) throw notFound('invitation')
  return found
}

async function refuseKnown(tx: Executor, email: string): Promise<void> {
  const known = await query(tx)`select 1 from person where email = ${email}`
  if (known.length === 0) return
  const detail = `${email} has an account already: change it under People.`
  throw new RequestError(409, 'already_has_account', detail, { values: { email } })
}
