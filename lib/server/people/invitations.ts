import 'server-only'
import { randomUUID } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import type { InviteBody } from '#lib/admin/bodies.ts'
import type { Invitation, InvitationAnswer } from '#lib/admin/schema.ts'
import { notFound, RequestError } from '#lib/errors.ts'
import { type Executor, rows } from '../db/client.ts'
import { env } from '../env.ts'
import { instantText, textArray } from '../predicates.ts'
import { type Acting, administer } from './administering.ts'
import { sendMail } from './mail.ts'
import { invitationMail } from './mails.ts'
import { hashSecret, newSecret } from './secrets.ts'

const LIFE = sql`interval '7 days'`
const WAITS = sql`used_at is null and revoked_at is null`

/** An invitation made or renewed, with the token that its link ends with: known here and to who follows the link. */
export type Made = { invitation: Invitation; token: string }

/** Invitations that were neither accepted nor revoked, the newest first. */
export function openInvitations(tx: Executor): Promise<Invitation[]> {
  return readInvitations(tx, WAITS)
}

function readInvitations(tx: Executor, where: SQL): Promise<Invitation[]> {
  return rows<Invitation>(
    tx,
    sql`select id, name, email, role, funding_sources as "fundingSources", created_by as "createdBy",
          ${instantText(sql`created_at`)} as "createdAt", ${instantText(sql`expires_at`)} as "expiresAt",
          expires_at <= now() as "isExpired"
        from invitation where ${where} order by created_at desc, id`,
  )
}

/** Invites a person whom nobody asked for. Throws 409 where the address has an account or an invitation that waits. */
export async function invite(acting: Acting, wanted: InviteBody): Promise<InvitationAnswer> {
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

/** Writes an invitation, as part of a larger act. Throws as `invite` does. */
export async function makeInvitation(
  tx: Executor,
  { viewer }: Acting,
  wanted: InviteBody,
  accessRequestId: string | null,
): Promise<Made> {
  // Two admins who invite the same person at once are taken one after the other.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`invitation ${wanted.email}`}))`)
  await refuseKnown(tx, wanted.email)
  const [waiting] = await readInvitations(tx, sql`email = ${wanted.email} and ${WAITS}`)
  if (waiting) {
    const detail = `${wanted.email} has an invitation already: send a new link for it, or revoke it first.`
    throw new RequestError(409, 'already_invited', detail)
  }
  const [id, token] = [randomUUID(), newSecret()]
  await tx.execute(
    sql`insert into invitation (id, token_hash, email, name, role, funding_sources, access_request_id, created_by,
          created_at, expires_at)
        values (${id}, ${hashSecret(token)}, ${wanted.email}, ${wanted.name}, ${wanted.role},
          ${textArray(wanted.fundingSources)}, ${accessRequestId}, ${viewer.name}, now(), now() + ${LIFE})`,
  )
  return { invitation: await readInvitation(tx, id), token }
}

/**
 * A new link for an invitation; the former one no longer works. Throws 404 for an unknown invitation, 409 where the
 * address has an account.
 */
export async function renewInvitation(acting: Acting, id: string): Promise<InvitationAnswer> {
  const made = await administer(acting, async (tx) => {
    const former = await readInvitation(tx, id)
    await refuseKnown(tx, former.email)
    const token = newSecret()
    await tx.execute(
      sql`update invitation set token_hash = ${hashSecret(token)}, expires_at = now() + ${LIFE}, used_at = null,
            revoked_at = null where id = ${id}`,
    )
    const result = { invitation: await readInvitation(tx, id), token }
    const details = { email: former.email }
    return { result, audit: { action: 'invitation.renew', subject: `invitation:${id}`, details } }
  })
  return handOver(acting, made)
}

/** Makes the link of an invitation useless at once. Throws 404, or 409 where it was accepted or revoked meanwhile. */
export function revokeInvitation(acting: Acting, id: string): Promise<{ revoked: true }> {
  return administer(acting, async (tx) => {
    const former = await readInvitation(tx, id)
    const revoked = await rows(
      tx,
      sql`update invitation set revoked_at = now() where id = ${id} and ${WAITS} returning 1`,
    )
    if (revoked.length === 0) {
      const detail = `The invitation of ${former.name} was accepted or revoked meanwhile: look at the list again.`
      throw new RequestError(409, 'invitation_settled', detail)
    }
    return {
      result: { revoked: true as const },
      audit: { action: 'invitation.revoke', subject: `invitation:${id}`, details: { email: former.email } },
    }
  })
}

/** Sends the link where a mail server is configured, and hands it over in any case. */
export async function handOver({ viewer }: Acting, { invitation, token }: Made): Promise<InvitationAnswer> {
  const link = new URL(`/invitation/${token}`, env().appUrl).href
  const { name, email, expiresAt } = invitation
  const sent = await sendMail(invitationMail({ name, email, link, invitedBy: viewer.name, expiresAt }))
  return { invitation, link, ...sent }
}

async function readInvitation(tx: Executor, id: string): Promise<Invitation> {
  const [found] = await readInvitations(tx, sql`id = ${id}`)
  if (!found) throw notFound('invitation')
  return found
}

async function refuseKnown(tx: Executor, email: string): Promise<void> {
  const known = await rows(tx, sql`select 1 from person where email = ${email}`)
  if (known.length === 0) return
  const detail = `${email} has an account already: change it under People.`
  throw new RequestError(409, 'already_has_account', detail)
}
