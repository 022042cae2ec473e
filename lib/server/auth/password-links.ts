import 'server-only'
import { randomUUID } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { RequestError } from '#lib/errors.ts'
import { transactRecorded } from '#lib/server/audit/record.ts'
import { env } from '#lib/server/config/env.ts'
import { type Executor, query } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { PASSWORD_PROVIDER } from './passwords.ts'
import { hashSecret, isTokenShaped, newSecret } from './secrets.ts'

/** Lifetimes in hours: of a link that a person passes on, and of one mailed straight to its owner. */
export const PASSED_ON_HOURS = 24
export const MAILED_HOURS = 1
/** Prefix of the `verification` identifier that holds a person's link; the person's id follows. */
const NAME = 'new-password:'

/** The person that a link is for. */
export type Owner = {
  id: string
  name: string
  email: string
  /** As stored: null, or a language that this release may lack. */
  language: string | null
  isDisabled: boolean
  hasPassword: boolean
}
export type MadeLink = { link: string; expiresAt: string }

/**
 * Reads a person with an account, by id or e-mail address.
 * @returns null if no account matches
 */
export async function findOwner(tx: Executor, where: SQL): Promise<Owner | null> {
  const [found] = await query<Owner>(tx)`
    select id, name, email, language, disabled_at is not null as "isDisabled",
      exists (select from account where account.person_id = person.id
        and provider_id = ${PASSWORD_PROVIDER}) as "hasPassword"
    from person where ${where}`
  return found ?? null
}

/**
 * Reads a person like `findOwner` and locks the row, so that changes to one person's link run one after the
 * other.
 */
export function lockOwner(tx: Executor, where: SQL): Promise<Owner | null> {
  return findOwner(tx, sql`${where} for update of person`)
}

/**
 * Returns the reason to refuse a person a link, or null. While single sign-on is configured, a person without
 * a password gets none: a password would be a second way in that bypasses the provider. Once single sign-on
 * is off, a link is the way back in.
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

/**
 * Creates the only link that lets a person choose a new password, valid for `hours`; an earlier link stops
 * working.
 */
export async function makeLink(tx: Executor, { id }: Owner, hours: number): Promise<MadeLink> {
  const token = newSecret()
  await voidLink(tx, id)
  const [made] = await query<{ expiresAt: string }>(tx)`
    insert into verification (id, identifier, value, expires_at, created_at, updated_at)
    values (${randomUUID()}, ${NAME + id}, ${hashSecret(token)}, now() + make_interval(hours => ${hours}), now(), now())
    returning ${instantText(sql`expires_at`)} as "expiresAt"`
  if (!made) throw new Error('The link for a new password was not stored')
  return { link: new URL(`/new-password/${token}`, env().appUrl).href, expiresAt: made.expiresAt }
}

/** Deletes a person's password link, if there is one. */
export async function voidLink(tx: Executor, personId: string): Promise<void> {
  await tx.execute(sql`delete from verification where identifier = ${NAME + personId}`)
}

/**
 * Returns the id of the person whose link ends with this token, or null for an unknown, used or expired one
 * alike.
 */
export async function ownerOfToken(tx: Executor, token: string): Promise<string | null> {
  if (!isTokenShaped(token)) return null
  const [found] = await query<{ identifier: string }>(tx)`
    select identifier from verification
    where value = ${hashSecret(token)} and identifier like ${`${NAME}%`} and expires_at > now()`
  return found?.identifier.slice(NAME.length) ?? null
}

/**
 * Builds the audit event of a new link.
 * @param way whether an admin or the command on the server made the link
 */
export function auditOfLink({ id, name }: Owner, way: 'admin' | 'command') {
  return { action: 'password_link.make', subject: `person:${id}`, details: { name, way } }
}

/**
 * Creates a link for the account with this e-mail address, for a command on the server to print.
 * @throws RequestError 404 for an unknown address, 409 if `refusalOfLink` gives a reason; both are worded for
 * people
 */
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
