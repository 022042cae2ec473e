import 'server-only'
import { randomUUID } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { RequestError } from '#lib/errors.ts'
import { transactRecorded } from '#lib/server/audit/record.ts'
import { env } from '#lib/server/config/env.ts'
import { type Executor, rows } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { PASSWORD_PROVIDER } from './passwords.ts'
import { hashSecret, isTokenShaped, newSecret } from './secrets.ts'

/** How long a link works that somebody passes on, and one that goes to its owner's mailbox at once. */
export const PASSED_ON_HOURS = 24
export const MAILED_HOURS = 1
/** The row of `verification` that a person's link stands in is named by this and the person's id. */
const NAME = 'new-password:'

/** Whom a link is for. */
export type Owner = { id: string; name: string; email: string; isDisabled: boolean; hasPassword: boolean }
export type MadeLink = { link: string; expiresAt: string }

/** Somebody with an account, by id or e-mail; null where there is nobody. */
export async function findOwner(tx: Executor, where: SQL): Promise<Owner | null> {
  const [found] = await rows<Owner>(
    tx,
    sql`select id, name, email, disabled_at is not null as "isDisabled",
          exists (select from account where account.person_id = person.id
            and provider_id = ${PASSWORD_PROVIDER}) as "hasPassword"
        from person where ${where}`,
  )
  return found ?? null
}

/** The same, with the row locked: of two acts on one person's links one comes after the other. */
export function lockOwner(tx: Executor, where: SQL): Promise<Owner | null> {
  return findOwner(tx, sql`${where} for update of person`)
}

/**
 * Why somebody gets no link, or null. Who signs in with single sign-on alone gets none while that is set up: a password
 * would be a second way in, past the provider. Once it is not, a link is the way back.
 */
export function refusalOfLink({ name, isDisabled, hasPassword }: Owner): RequestError | null {
  if (isDisabled) {
    const detail = `${name} is disabled: enable the account first.`
    return new RequestError(409, 'person_disabled', detail)
  }
  if (hasPassword || env().oidc === null) return null
  const detail = `${name} signs in with single sign-on and has no password here: the way back is at your provider.`
  return new RequestError(409, 'no_password', detail)
}

/** Makes the one link that lets somebody choose a new password, for so many hours; the one before it stops working. */
export async function makeLink(tx: Executor, { id }: Owner, hours: number): Promise<MadeLink> {
  const token = newSecret()
  await voidLink(tx, id)
  const [made] = await rows<{ expiresAt: string }>(
    tx,
    sql`insert into verification (id, identifier, value, expires_at, created_at, updated_at)
        values (${randomUUID()}, ${NAME + id}, ${hashSecret(token)}, now() + make_interval(hours => ${hours}), now(), now())
        returning ${instantText(sql`expires_at`)} as "expiresAt"`,
  )
  if (!made) throw new Error('The link for a new password was not stored')
  return { link: new URL(`/new-password/${token}`, env().appUrl).href, expiresAt: made.expiresAt }
}

/** Ends the link of a person, where there is one. */
export async function voidLink(tx: Executor, personId: string): Promise<void> {
  await tx.execute(sql`delete from verification where identifier = ${NAME + personId}`)
}

/** The id of the person whose link ends with this token; null alike for one that is unknown, used or expired. */
export async function ownerOfToken(tx: Executor, token: string): Promise<string | null> {
  if (!isTokenShaped(token)) return null
  const [found] = await rows<{ identifier: string }>(
    tx,
    sql`select identifier from verification
        where value = ${hashSecret(token)} and identifier like ${`${NAME}%`} and expires_at > now()`,
  )
  return found?.identifier.slice(NAME.length) ?? null
}

/** What the audit log says of a new link. `way`: who asked for it. */
export function auditOfLink({ id, name }: Owner, way: 'admin' | 'command') {
  return { action: 'password_link.make', subject: `person:${id}`, details: { name, way } }
}

/** A link that a command prints, for whoever runs the server. In: an e-mail. Throws a 404 or 409 in words for people. */
export async function printPasswordLink(email: string): Promise<MadeLink & { name: string }> {
  return transactRecorded(async (tx) => {
    const owner = await lockOwner(tx, sql`email = ${email.trim().toLowerCase()}`)
    if (owner === null)
      throw new RequestError(404, 'not_found', `Nobody here has the e-mail address ${email}.`)
    const refusal = refusalOfLink(owner)
    if (refusal) throw refusal
    const made = await makeLink(tx, owner, PASSED_ON_HOURS)
    const audit = { ...auditOfLink(owner, 'command'), actor: 'system', outcome: 'ok' } as const
    return { result: { ...made, name: owner.name }, audit }
  })
}
