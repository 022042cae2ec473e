import 'server-only'
import { notFound, RequestError } from '#lib/errors.ts'
import type { OwnSessions } from '#lib/people/schema.ts'
import { recordAudit } from './audit.ts'
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

/** Throws a 403 for an integration: what follows is about a person's own way in. */
export function requirePerson(viewer: Viewer): void {
  if (viewer.kind === 'person') return
  throw new RequestError(403, 'people_only', 'This is for people who sign in, not for integrations.')
}
