import 'server-only'
import { isAPIError } from 'better-auth/api'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { RequestError } from '#lib/errors.ts'
import type { Role } from '#lib/people/roles.ts'
import { database } from '../db/client.ts'
import { person } from '../db/schema-people.ts'
import { clientAddress } from './address.ts'
import { recordAudit } from './audit.ts'
import { AUTH_ADDRESS_HEADER, auth } from './auth.ts'
import { consumeLimit } from './limits.ts'
import { sessionSetCookie, signedOutHeaders } from './session-cookie.ts'
import { clearEndedSessions, endSessionOfCookie } from './sessions.ts'
import { currentViewer } from './viewer.ts'

/** The request that signs somebody in or out, and the id it is logged under. */
export type Asking = { request: Request; requestId: string }

/** Nobody has it: what is no e-mail address takes the same way, and as long, as one without a person. */
const NOBODY = 'nobody@furrow.invalid'

/**
 * Signs a person in with e-mail and password. Out: the answer that carries the session's cookie. Throws one and the same
 * 401 for an unknown e-mail, a wrong password and a person who is disabled; a 429 after too many attempts.
 */
export async function signInWithPassword(
  given: { email: string; password: string },
  asking: Asking,
): Promise<Response> {
  const email = given.email.trim().toLowerCase()
  await consumeLimit('sign_in_address', clientAddress(asking.request))
  await consumeLimit('sign_in_account', email)
  const body = { email: z.email().safeParse(email).success ? email : NOBODY, password: given.password }
  const token = await auth()
    .api.signInEmail({ body, headers: authHeaders(asking.request) })
    .then((result) => result.token)
    .catch((error: unknown) => {
      if (isAPIError(error) && error.statusCode < 500) return null
      throw error
    })
  const [found] = await database()
    .select({ id: person.id, name: person.name, role: person.role })
    .from(person)
    .where(eq(person.email, email))
  if (token === null || !found) {
    await recordAudit({
      actor: 'anonymous',
      action: 'sign_in.refused',
      outcome: 'denied',
      ...(found && { subject: `person:${found.id}` }),
      details: { way: 'password', address: clientAddress(asking.request) },
      requestId: asking.requestId,
    })
    throw new RequestError(
      401,
      'sign_in_refused',
      'This e-mail and password do not belong together. Check both, or ask an admin of Furrow.',
    )
  }
  return signedIn(found, token, 'password', asking)
}

type SignedInPerson = { id: string; name: string; role: string }

/** Opens a session for a person who has shown who she is in another `way` than a password. Throws a 403 if she is disabled. */
export async function startSession(who: SignedInPerson, way: string, asking: Asking): Promise<Response> {
  const { internalAdapter } = await auth().$context
  const made = await internalAdapter.createSession(who.id, false, {
    userAgent: asking.request.headers.get('user-agent') ?? '',
    ipAddress: clientAddress(asking.request),
  })
  if (!made)
    throw new RequestError(403, 'person_disabled', 'This account is disabled. Ask an admin of Furrow.')
  return signedIn(who, made.token, way, asking)
}

async function signedIn(
  { id, name, role }: SignedInPerson,
  token: string,
  way: string,
  { request, requestId }: Asking,
): Promise<Response> {
  // Every sign-in has a token of its own: the session it takes the place of ends.
  await endSessionOfCookie(request.headers.get('cookie'))
  await clearEndedSessions()
  await recordAudit({
    actor: { kind: 'person', id, name },
    action: 'sign_in',
    outcome: 'ok',
    details: { way, address: clientAddress(request) },
    requestId,
  })
  return Response.json({ name, role: role as Role }, { headers: { 'set-cookie': sessionSetCookie(token) } })
}

/** Ends the session that asks, if there is one, and takes its cookie away. */
export async function signOut({ request, requestId }: Asking): Promise<Response> {
  const viewer = await currentViewer(request).catch((error: unknown) => {
    if (error instanceof RequestError && error.status === 401) return null
    throw error
  })
  if (viewer?.kind === 'person') {
    await endSessionOfCookie(request.headers.get('cookie'))
    await recordAudit({ actor: viewer, action: 'sign_out', outcome: 'ok', requestId })
  }
  return Response.json({ status: 'signed_out' }, { headers: signedOutHeaders() })
}

/** What better-auth is told of a request: the browser's name and where it comes from. */
export function authHeaders(request: Request): Headers {
  return new Headers({
    'user-agent': request.headers.get('user-agent') ?? '',
    [AUTH_ADDRESS_HEADER]: clientAddress(request),
  })
}
