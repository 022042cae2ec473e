import 'server-only'
import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { AcceptInvitationBody } from '#lib/admin/bodies.ts'
import { invalidParameters, RequestError } from '#lib/errors.ts'
import type { Role } from '#lib/people/roles.ts'
import { database, rows } from '../db/client.ts'
import { person } from '../db/schema-people.ts'
import { env } from '../env.ts'
import { clientAddress } from './address.ts'
import { recordAudit } from './audit.ts'
import { consumeLimit } from './limits.ts'
import { checkPassword, createPersonWithPassword, type NewPerson, personValues } from './passwords.ts'
import { hashSecret, isTokenShaped } from './secrets.ts'
import { startSession } from './sign-in.ts'

const STANDS = sql`used_at is null and revoked_at is null and expires_at > now()`

/** What the holder of a link is shown of it: nothing that the mail did not say. */
export type Offer = { name: string; email: string }

/** The invitation that a token opens; null alike for one that is unknown, used, revoked or expired. */
export async function readOffer(token: string): Promise<Offer | null> {
  if (!isTokenShaped(token)) return null
  const [found] = await rows<Offer>(
    database(),
    sql`select name, email from invitation where token_hash = ${hashSecret(token)} and ${STANDS}`,
  )
  return found ?? null
}

type Claimed = { id: string; email: string; role: Role; fundingSources: string[] }

/**
 * Makes the account that an invitation stands for, once, and signs in who chose a password. Throws 400 naming a weak password, 409 in one wording for every
 * link that does not work, 429 beyond the limit of the sender's network address.
 */
export async function acceptInvitation(
  { token, name, password }: AcceptInvitationBody,
  { request, requestId }: { request: Request; requestId: string },
): Promise<{ name: string; role: Role } | Response> {
  await consumeLimit('invitation', clientAddress(request))
  const weakness = weaknessOf(password)
  if (weakness !== null) throw invalidParameters([{ param: 'password', detail: weakness }])
  const claimed = await claim(token)
  if (claimed === null) throw uselessLink()
  const { email, role, fundingSources } = claimed
  const made = await createPerson({ name, email, role, fundingSources }, password).catch(
    async (error: unknown) => {
      await release(claimed.id)
      throw (await hasAccount(email)) ? uselessLink() : error
    },
  )
  await recordAudit({
    actor: { kind: 'person', id: made.id, name },
    action: 'invitation.accept',
    outcome: 'ok',
    subject: `invitation:${claimed.id}`,
    details: { role, fundingSources },
    requestId,
  })
  // Who accepted with a password need not type it again; a provider asks for itself.
  if (password === null) return { name, role }
  return startSession({ id: made.id, name, role }, 'invitation', { request, requestId })
}

function weaknessOf(password: string | null): string | null {
  if (password !== null) return checkPassword(password)
  return env().oidc === null ? 'must be chosen: single sign-on is not set up here' : null
}

/** Without a password, the person signs in with single sign-on, which proves the e-mail address that was invited. */
function createPerson(given: Omit<NewPerson, 'password'>, password: string | null): Promise<{ id: string }> {
  return password === null ? createPersonOfProvider(given) : createPersonWithPassword({ ...given, password })
}

async function createPersonOfProvider(given: Omit<NewPerson, 'password'>): Promise<{ id: string }> {
  const id = randomUUID()
  await database()
    .insert(person)
    .values({ ...personValues(given), id })
  return { id }
}

/** Takes an invitation before anything is made of it: of two who follow the link at once, one gets an account. */
async function claim(token: string): Promise<Claimed | null> {
  if (!isTokenShaped(token)) return null
  const [found] = await rows<Claimed>(
    database(),
    sql`update invitation set used_at = now() where token_hash = ${hashSecret(token)} and ${STANDS}
        returning id, email, role, funding_sources as "fundingSources"`,
  )
  return found ?? null
}

async function release(id: string): Promise<void> {
  await database().execute(sql`update invitation set used_at = null where id = ${id}`)
}

async function hasAccount(email: string): Promise<boolean> {
  const known = await rows(database(), sql`select 1 from person where email = ${email}`)
  return known.length > 0
}

function uselessLink(): RequestError {
  const detail =
    'This invitation link does not work: it was used, withdrawn or is older than a week. Ask for a new one.'
  return new RequestError(409, 'invitation_useless', detail)
}
