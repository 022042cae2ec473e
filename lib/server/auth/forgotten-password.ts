import 'server-only'
import { sql } from 'drizzle-orm'
import { RequestError } from '#lib/errors.ts'
import type { ForgottenPasswordBody, NewPasswordBody } from '#lib/people/schema.ts'
import { transactRecorded } from '#lib/server/audit/record.ts'
import { env } from '#lib/server/config/env.ts'
import { database } from '#lib/server/db/client.ts'
import { unknownPath } from '#lib/server/http/endpoint.ts'
import { errorFields, logger } from '#lib/server/log/logger.ts'
import { passwordLinkMail } from '#lib/server/mail/mails.ts'
import { sendMail } from '#lib/server/mail/send.ts'
import { mailLanguage } from '#lib/server/words/installed-languages.ts'
import { clientAddress } from './address.ts'
import { limitedAttempt } from './attempts.ts'
import type { SignInRequest } from './open-session.ts'
import { hashPassword } from './password-hash.ts'
import {
  findOwner,
  lockOwner,
  MAILED_HOURS,
  makeLink,
  type Owner,
  ownerOfToken,
  refusalOfLink,
  voidLink,
} from './password-links.ts'
import { setPasswordHash, weakPassword } from './passwords.ts'
import { consumeLimit, forgiveLimit } from './rate-limits.ts'
import { endSessionsOf } from './sessions.ts'

/**
 * Mails a password link to the owner of an account. The response and its timing are the same for an unknown
 * address, a disabled account and an account without a password.
 * @throws RequestError 404 if no mail server is configured, 429 beyond the limits per network address and
 * per account
 */
export async function askForPasswordLink(
  { email }: ForgottenPasswordBody,
  incoming: SignInRequest,
): Promise<{ received: true }> {
  if (env().mail === null) throw unknownPath()
  await consumeLimit('password_ask_address', clientAddress(incoming.request))
  await consumeLimit('password_ask_account', email)
  // Not awaited: the response time must not tell whether the account exists.
  void mailLink(email, incoming).catch((error: unknown) =>
    logger().error(errorFields(error), 'a password link could not be created'),
  )
  return { received: true }
}

async function mailLink(email: string, { request, requestId }: SignInRequest): Promise<void> {
  const known = await findOwner(database(), sql`email = ${email}`)
  if (known === null || refusalOfLink(known) !== null) return
  const made = await transactRecorded(async (tx) => {
    const owner = await lockOwner(tx, sql`id = ${known.id}`)
    // Deleted since `findOwner`. `refusalOfLink` below catches an account disabled since.
    if (owner === null) throw uselessLink()
    const refused = refusalOfLink(owner)
    if (refused !== null) throw refused
    const link = await makeLink(tx, owner, MAILED_HOURS)
    const audit = {
      actor: 'anonymous',
      action: 'password_link.make',
      outcome: 'ok',
      subject: `person:${owner.id}`,
      details: { name: owner.name, way: 'asked', address: clientAddress(request) },
      requestId,
    } as const
    return { result: { ...owner, ...link }, audit }
  })
  // `sendMail` logs the mail server's reason if sending fails.
  await sendMail(passwordLinkMail({ ...made, language: mailLanguage(made.language), madeBy: null }))
}

/**
 * Returns the e-mail address that a password link is for, to show to the holder of the link; the mail named
 * the address too.
 * @returns null for a link that does not work
 */
export async function readLinkOwner(token: string): Promise<{ email: string } | null> {
  const id = await ownerOfToken(database(), token)
  if (id === null) return null
  const owner = await findOwner(database(), sql`id = ${id}`)
  return owner === null || refusalOfLink(owner) ? null : { email: owner.email }
}

/**
 * Sets the password of the account that a link is for, once. All sessions of the account end, and its limits
 * for signing in and for requesting a link are reset.
 * @throws RequestError 400 that names a weak password, the same 409 for every link that does not work, 429
 * beyond the limit
 */
export async function chooseNewPassword(
  { token, password }: NewPasswordBody,
  { request, requestId }: SignInRequest,
): Promise<{ endedSessions: number }> {
  const limit = { name: 'password_link', key: clientAddress(request) } as const
  const { owner, endedSessions } = await limitedAttempt([limit], 409, () =>
    useLink(token, password, { request, requestId }),
  )
  await unlock(owner)
  return { endedSessions }
}

async function useLink(
  token: string,
  password: string,
  { request, requestId }: SignInRequest,
): Promise<{ owner: Owner; endedSessions: number }> {
  const id = await ownerOfToken(database(), token)
  const holder = id === null ? null : await findOwner(database(), sql`id = ${id}`)
  if (id === null || holder === null) throw uselessLink()
  const weakness = weakPassword('password', password, { email: holder.email, names: [holder.name] })
  if (weakness !== null) throw weakness
  const hash = await hashPassword(password)
  return transactRecorded(async (tx) => {
    const owner = await lockOwner(tx, sql`id = ${id}`)
    // The second of two requests with one link has waited here, and finds that the link is gone.
    if (owner === null || (await ownerOfToken(tx, token)) !== id || refusalOfLink(owner)) throw uselessLink()
    await voidLink(tx, id)
    await setPasswordHash(tx, id, hash)
    const endedSessions = await endSessionsOf(tx, id)
    const audit = {
      actor: { kind: 'person', id, name: owner.name },
      action: 'person.reset_password',
      outcome: 'ok',
      subject: `person:${id}`,
      details: { sessions: endedSessions, address: clientAddress(request) },
      requestId,
    } as const
    return { result: { owner, endedSessions }, audit }
  })
}

/** Resets the account's limits, so that wrong attempts before a new password do not lock its owner out. */
async function unlock({ id, email }: Owner): Promise<void> {
  await forgiveLimit('sign_in_account', email)
  await forgiveLimit('sign_in_account', id)
  await forgiveLimit('password_ask_account', email)
}

function uselessLink(): RequestError {
  const detail =
    'This link does not work: it was used, has ended, or a newer one was made. Ask for a new one.'
  return new RequestError(409, 'password_link_useless', detail)
}
