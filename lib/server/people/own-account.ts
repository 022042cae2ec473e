import 'server-only'
import { invalidParameters, notFound, RequestError } from '#lib/errors.ts'
import type { OwnSessions } from '#lib/people/schema.ts'
import { database } from '../db/client.ts'
import { recordAudit } from './audit.ts'
import { consumeLimit } from './limits.ts'
import { isPassword } from './password-hash.ts'
import { voidLink } from './password-links.ts'
import { checkPassword, passwordHashOf, setPassword } from './passwords.ts'
import { endOtherSessionsOf, endSession, openSessionsOf } from './sessions.ts'
import type { Asking } from './sign-in.ts'
import type { Viewer } from './viewer.ts'

type AskingPerson = Asking & { viewer: Viewer }

/** The open sessions of the person who asks. Throws a 403 for an integration, which has none. */
export async function listOwnSessions({ viewer, request }: AskingPerson): Promise<OwnSessions> {
  requirePerson(viewer)
  return { sessions: await openSessionsOf(viewer.id, request.headers.get('cookie')) }
}

/** Ends one session of the person who asks. Throws a 404 for any other's, as for one that is not. */
export async function endOwnSession(
  { viewer, requestId }: AskingPerson,
  sessionId: string,
): Promise<{ endedSessions: number }> {
  requirePerson(viewer)
  if (!(await endSession(viewer.id, sessionId))) throw notFound('session')
  await recordAudit({
    actor: viewer,
    action: 'session.revoke',
    outcome: 'ok',
    subject: `person:${viewer.id}`,
    details: { sessions: 1 },
    requestId,
  })
  return { endedSessions: 1 }
}

/** Ends every session of the person who asks but the one that does. */
export async function endOtherSessions({
  viewer,
  request,
  requestId,
}: AskingPerson): Promise<{ endedSessions: number }> {
  requirePerson(viewer)
  const endedSessions = await endOtherSessionsOf(viewer.id, request.headers.get('cookie'))
  await recordAudit({
    actor: viewer,
    action: 'session.revoke',
    outcome: 'ok',
    subject: `person:${viewer.id}`,
    details: { sessions: endedSessions },
    requestId,
  })
  return { endedSessions }
}

/**
 * Changes the password of the person who asks; her other sessions end, and a link for a new one. Throws a 400 naming the field for a wrong old
 * password or a new one that will not do, a 409 for a person without one, a 429 after too many attempts.
 */
export async function changePassword({
  viewer,
  request,
  requestId,
  body,
}: AskingPerson & { body: { currentPassword: string; newPassword: string } }): Promise<{
  endedSessions: number
}> {
  requirePerson(viewer)
  await consumeLimit('sign_in_account', viewer.id)
  const hash = await passwordHashOf(viewer.id)
  if (hash === null)
    throw new RequestError(
      409,
      'no_password',
      'You do not sign in with a password, so there is none to change.',
    )
  const fault = checkPassword(body.newPassword)
  if (fault) throw invalidParameters([{ param: 'newPassword', detail: `The new password ${fault}` }])
  if (!(await isPassword(body.currentPassword, hash)))
    throw invalidParameters([{ param: 'currentPassword', detail: 'That is not your current password.' }])
  await setPassword(viewer.id, body.newPassword)
  await voidLink(database(), viewer.id)
  const endedSessions = await endOtherSessionsOf(viewer.id, request.headers.get('cookie'))
  await recordAudit({
    actor: viewer,
    action: 'person.change_password',
    outcome: 'ok',
    subject: `person:${viewer.id}`,
    details: { sessions: endedSessions },
    requestId,
  })
  return { endedSessions }
}

/** Throws a 403 for an integration: what follows is about a person's own way in. */
export function requirePerson(viewer: Viewer): void {
  if (viewer.kind === 'person') return
  throw new RequestError(403, 'people_only', 'This is for people who sign in, not for integrations.')
}
