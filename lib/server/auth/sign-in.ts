import 'server-only'
import { z } from 'zod'
import { RequestError } from '#lib/errors.ts'
import { recordAudit, transactRecorded } from '#lib/server/audit/record.ts'
import { database, query } from '#lib/server/db/client.ts'
import { clientAddress } from './address.ts'
import { limitedAttempt } from './attempts.ts'
import { type OpenedSession, openSession, refusal, type SignInRequest } from './open-session.ts'
import { hashPassword, isPassword } from './password-hash.ts'
import { PASSWORD_PROVIDER } from './passwords.ts'
import { newSecret } from './secrets.ts'
import { languageSetCookies, sessionSetCookie, signedOutHeaders } from './session-cookie.ts'
import { endSessionOfCookie } from './sessions.ts'
import { currentViewer } from './viewer.ts'

/** A dummy account, so that a malformed address takes the same path and time as an unknown one. */
const NOBODY = 'nobody@furrow.invalid'
let hashOfNobody: Promise<string> | undefined

/**
 * Signs a person in with e-mail and password.
 * @returns a response with the session's cookie
 * @throws RequestError the same 401 for an unknown e-mail, a wrong password, a disabled person, and a
 * password that was changed during the check; 429 after too many wrong attempts
 */
export async function signInWithPassword(
  given: { email: string; password: string },
  incoming: SignInRequest,
): Promise<Response> {
  const email = given.email.trim().toLowerCase()
  const limits = [
    { name: 'sign_in_address', key: clientAddress(incoming.request) },
    { name: 'sign_in_account', key: email, isCleared: true },
  ] as const
  const known = z.email().safeParse(email).success ? email : NOBODY
  return limitedAttempt(limits, 401, async () => {
    const opened = await tryPassword(known, given.password, incoming)
    if (opened) return signedIn(opened, incoming)
    const detail = 'This e-mail and password do not belong together. Check both, or ask an admin of Furrow.'
    throw new RequestError(401, 'sign_in_refused', detail)
  })
}

async function tryPassword(
  email: string,
  password: string,
  incoming: SignInRequest,
): Promise<OpenedSession | null> {
  const [found] = await query<{ id: string; hash: string | null }>(database())`
    select person.id, account.password as hash from person left join account
      on account.person_id = person.id and account.provider_id = ${PASSWORD_PROVIDER}
    where person.email = ${email}`
  hashOfNobody ??= hashPassword(newSecret())
  const hash = found?.hash ?? null
  const isRight = await isPassword(password, hash ?? (await hashOfNobody))
  if (found && hash !== null && isRight)
    return openSession(found.id, { way: 'password', checkedHash: hash }, incoming)
  const details = { way: 'password', address: clientAddress(incoming.request) }
  await recordAudit(refusal(found?.id, details, incoming.requestId))
  return null
}

/**
 * Opens a session for a person who proved who they are in another way than by password.
 * @param way how, as the audit log records it
 * @throws RequestError 403 for a disabled person
 */
export async function startSession(
  person: { id: string },
  way: string,
  incoming: SignInRequest,
): Promise<Response> {
  const opened = await openSession(person.id, { way }, incoming)
  if (opened) return signedIn(opened, incoming)
  throw new RequestError(403, 'person_disabled', 'This account is disabled. Ask an admin of Furrow.')
}

function signedIn({ name, role, language, token }: OpenedSession, { request }: SignInRequest): Response {
  const cookies = [sessionSetCookie(token), ...languageSetCookies(language, request.headers.get('cookie'))]
  const headers = cookies.map((cookie): [string, string] => ['set-cookie', cookie])
  return Response.json({ name, role }, { headers })
}

/** Ends the requesting session, if there is one, and removes its cookie. */
export async function signOut({ request, requestId }: SignInRequest): Promise<Response> {
  const viewer = await currentViewer(request).catch((error: unknown) => {
    if (error instanceof RequestError && error.status === 401) return null
    throw error
  })
  if (viewer?.kind === 'person') {
    await transactRecorded(async (tx) => {
      await endSessionOfCookie(tx, request.headers.get('cookie'))
      return { result: null, audit: { actor: viewer, action: 'sign_out', outcome: 'ok', requestId } }
    })
  }
  return Response.json({ status: 'signed_out' }, { headers: signedOutHeaders() })
}
