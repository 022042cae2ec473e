import 'server-only'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { AcceptInvitationBody } from '#lib/admin/bodies.ts'
import { invitationSchema } from '#lib/admin/schema.ts'
import { invalidParameter, RequestError } from '#lib/errors.ts'
import type { Role } from '#lib/people/roles.ts'
import { transactRecorded } from '#lib/server/audit/record.ts'
import { env } from '#lib/server/config/env.ts'
import { database, type Executor, query } from '#lib/server/db/client.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import { clientAddress } from './address.ts'
import { limitedAttempt } from './attempts.ts'
import type { SignInRequest } from './open-session.ts'
import type { PasswordOwner } from './own-words.ts'
import { hashPassword } from './password-hash.ts'
import { insertPerson, weakPassword } from './passwords.ts'
import { hashSecret, isTokenShaped } from './secrets.ts'
import { startSession } from './sign-in.ts'

const STANDS = sql`used_at is null and revoked_at is null and expires_at > now()`

/** The name and address shown to the holder of an invitation link: nothing that the mail did not contain. */
export type Offer = { name: string; email: string }

/**
 * Reads the invitation that a token opens.
 * @returns null for an unknown, used, revoked or expired invitation alike, so that the response gives nothing
 * away
 */
export async function readOffer(token: string): Promise<Offer | null> {
  if (!isTokenShaped(token)) return null
  const [found] = await query<Offer>(database())`
    select name, email from invitation where token_hash = ${hashSecret(token)} and ${STANDS}`
  return found ?? null
}

const claimedSchema = invitationSchema.pick({ id: true, email: true, role: true, fundingSources: true })
type Claimed = z.infer<typeof claimedSchema>

/**
 * Creates the account that an invitation promises, and signs the person in if they chose a password. One
 * transaction uses up the invitation, inserts the account and writes the audit event.
 * @throws RequestError 400 that names a weak password, the same 409 for every link that does not work, 429
 * after too many useless links from one network address
 */
export async function acceptInvitation(
  { token, name, password }: AcceptInvitationBody,
  incoming: SignInRequest,
): Promise<{ name: string; role: Role } | Response> {
  const limit = { name: 'invitation', key: clientAddress(incoming.request) } as const
  const made = await limitedAttempt([limit], 409, async () => {
    const offer = await readOffer(token)
    if (offer === null) throw uselessLink()
    const weakness = weaknessOf(password, { email: offer.email, names: [offer.name, name] })
    if (weakness !== null) throw weakness
    const hash = password === null ? null : await hashPassword(password)
    return makeAccount({ token, name, hash, requestId: incoming.requestId })
  })
  // A person who chose a password need not type it again. An account without one signs in at the provider.
  if (password === null) return { name, role: made.role }
  return startSession(made, 'invitation', incoming)
}

function weaknessOf(password: string | null, owner: PasswordOwner): RequestError | null {
  if (password !== null) return weakPassword('password', password, owner)
  if (env().oidc !== null) return null
  return invalidParameter('password', 'must be chosen: single sign-on is not set up here', {
    code: 'password_needed',
  })
}

type Accepting = { token: string; name: string; hash: string | null; requestId: string }

function makeAccount({ token, name, hash, requestId }: Accepting): Promise<{ id: string; role: Role }> {
  return transactRecorded(async (tx) => {
    const claimed = await claim(tx, token)
    if (claimed === null) throw uselessLink()
    const { email, role, fundingSources } = claimed
    const made = await insertPerson(tx, { name, email, role, fundingSources }, hash)
    if (made === null) throw uselessLink()
    const audit = {
      actor: { kind: 'person', id: made.id, name },
      action: 'invitation.accept',
      outcome: 'ok',
      subject: `invitation:${claimed.id}`,
      details: { role, fundingSources },
      requestId,
    } as const
    return { result: { id: made.id, role }, audit }
  })
}

/**
 * Marks an invitation as used. The second of two requests with one link waits for the first and gets null.
 */
async function claim(tx: Executor, token: string): Promise<Claimed | null> {
  const [found] = await parsedRows(
    tx,
    sql`update invitation set used_at = now() where token_hash = ${hashSecret(token)} and ${STANDS}
        returning id, email, role, funding_sources as "fundingSources"`,
    claimedSchema,
  )
  return found ?? null
}

function uselessLink(): RequestError {
  const detail =
    'This invitation link does not work: it was used, withdrawn or is older than a week. Ask for a new one.'
  return new RequestError(409, 'invitation_useless', detail)
}
