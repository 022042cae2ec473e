import 'server-only'
import { sql } from 'drizzle-orm'
import { invalidParameter, notFound, RequestError } from '#lib/errors.ts'
import type { OwnSessions } from '#lib/people/schema.ts'
import { type AuditEntry, transactRecorded } from '#lib/server/audit/record.ts'
import { database } from '#lib/server/db/client.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { limitedAttempt } from './attempts.ts'
import type { SignInRequest } from './open-session.ts'
import { hashPassword, isPassword } from './password-hash.ts'
import { findOwner, lockOwner, voidLink } from './password-links.ts'
import { passwordHashOf, setPasswordHash, weakPassword } from './passwords.ts'
import { endOtherSessionsOf, endSession, hasOpenSession, openSessionsOf } from './sessions.ts'
import { notSignedIn } from './viewer.ts'

type NewPassword = { currentPassword: string; newPassword: string }
type PersonRequest = SignInRequest & { viewer: Viewer }

/**
 * Lists the viewer's own open sessions.
 * @throws RequestError 403 for an integration, which has none
 */
export async function listOwnSessions({ viewer, request }: PersonRequest): Promise<OwnSessions> {
  requirePerson(viewer)
  return openSessionsOf(viewer.id, request.headers.get('cookie'))
}

/**
 * Ends one of the viewer's own sessions.
 * @throws RequestError 403 for an integration, and the same 404 for another person's session as for an
 * unknown one
 */
export async function endOwnSession(
  { viewer, requestId }: PersonRequest,
  sessionId: string,
): Promise<{ endedSessions: number }> {
  requirePerson(viewer)
  return transactRecorded(async (tx) => {
    if (!(await endSession(tx, viewer.id, sessionId))) throw notFound('session')
    return { result: { endedSessions: 1 }, audit: told(viewer, 'session.revoke', 1, requestId) }
  })
}

/**
 * Ends all of the viewer's sessions except the one that makes the request.
 * @throws RequestError 403 for an integration
 */
export async function endOtherSessions({
  viewer,
  request,
  requestId,
}: PersonRequest): Promise<{ endedSessions: number }> {
  requirePerson(viewer)
  return transactRecorded(async (tx) => {
    const endedSessions = await endOtherSessionsOf(tx, viewer.id, request.headers.get('cookie'))
    return { result: { endedSessions }, audit: told(viewer, 'session.revoke', endedSessions, requestId) }
  })
}

/**
 * Changes the viewer's password, and ends their other sessions and any password link in the same transaction.
 * The change is made only if the checked password is still the stored one and the requesting session is still
 * open.
 * @throws RequestError 400 that names the field for a wrong current password or a weak new one, 401 if the
 * session ended meanwhile, 403 for an integration, 409 for a person without a password, 429 after too many
 * wrong passwords
 */
export async function changePassword({
  viewer,
  request,
  requestId,
  body,
}: PersonRequest & { body: NewPassword }): Promise<{ endedSessions: number }> {
  requirePerson(viewer)
  const hash = await passwordHashOf(viewer.id)
  if (hash === null) {
    const detail = 'You do not sign in with a password, so there is none to change.'
    throw new RequestError(409, 'no_password', detail)
  }
  const owner = await findOwner(database(), sql`id = ${viewer.id}`)
  if (owner === null) throw notSignedIn()
  const weakness = weakPassword('newPassword', body.newPassword, { email: owner.email, names: [owner.name] })
  if (weakness !== null) throw weakness
  const limit = { name: 'sign_in_account', key: viewer.id, isCleared: true } as const
  return limitedAttempt([limit], 400, () => replacePassword({ viewer, request, requestId, body }, hash))
}

/** Throws a 400 only for a wrong current password, because `limitedAttempt` counts every 400 as a failure. */
async function replacePassword(
  { viewer, request, requestId, body }: PersonRequest & { body: NewPassword },
  hash: string,
): Promise<{ endedSessions: number }> {
  if (!(await isPassword(body.currentPassword, hash))) throw wrongPassword()
  const newHash = await hashPassword(body.newPassword)
  const cookie = request.headers.get('cookie')
  return transactRecorded(async (tx) => {
    const owner = await lockOwner(tx, sql`id = ${viewer.id}`)
    if (owner?.isDisabled !== false || !(await hasOpenSession(tx, viewer.id, cookie))) throw notSignedIn()
    if ((await passwordHashOf(viewer.id, tx)) !== hash) throw wrongPassword()
    await setPasswordHash(tx, viewer.id, newHash)
    await voidLink(tx, viewer.id)
    const endedSessions = await endOtherSessionsOf(tx, viewer.id, cookie)
    const audit = told(viewer, 'person.change_password', endedSessions, requestId)
    return { result: { endedSessions }, audit }
  })
}

function wrongPassword(): RequestError {
  return invalidParameter('currentPassword', 'That is not your current password.', {
    code: 'password_wrong',
  })
}

function told(viewer: Viewer, action: string, sessions: number, requestId: string): AuditEntry {
  const subject = `person:${viewer.id}`
  return { actor: viewer, action, outcome: 'ok', subject, details: { sessions }, requestId }
}

/**
 * Requires the viewer to be a person, because sessions and passwords belong to people.
 * @throws RequestError 403 `people_only` for an integration
 */
export function requirePerson(viewer: Viewer): void {
  if (viewer.kind === 'person') return
  throw new RequestError(403, 'people_only', 'This is for people who sign in, not for integrations.')
}
