import 'server-only'
import { sql } from 'drizzle-orm'
import type { EndedSessions, PersonSessions } from '#lib/admin/schema.ts'
import { MAX_LISTED_SESSIONS, openSql } from '#lib/server/auth/sessions.ts'
import { database, query } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import type { RequestContext, Viewer } from '#lib/server/viewer.ts'
import { administer, requireAdmin } from './administering.ts'
import { readPerson } from './directory.ts'

/**
 * Lists a person's open sessions, at most a hundred, by last use, newest first; `total` counts all of them.
 * @throws RequestError 403 for anyone but an admin, 404 for an unknown person
 */
export async function personSessions(viewer: Viewer, id: string): Promise<PersonSessions> {
  requireAdmin(viewer)
  await readPerson(database(), viewer, id)
  const found = await query<PersonSessions['sessions'][number] & { total: number }>(database())`
    select id, ${instantText(sql`created_at`)} as "startedAt", ${instantText(sql`updated_at`)} as "lastUsedAt",
      ${instantText(sql`expires_at`)} as "expiresAt", ip_address as address, user_agent as device,
      (count(*) over ())::int as total
    from session s where s.person_id = ${id} and ${openSql} order by updated_at desc, id
    limit ${MAX_LISTED_SESSIONS}`
  return { sessions: found.map(({ total: _, ...session }) => session), total: found[0]?.total ?? 0 }
}

/**
 * Ends one session of a person, or all of them; the next request with an ended session is refused.
 * @param session the session's id, or null for all
 * @returns how many sessions ended; 0 if the session had already ended by itself
 * @throws RequestError as `personSessions`
 */
export function endPersonSessions(
  acting: RequestContext,
  id: string,
  session: string | null,
): Promise<EndedSessions> {
  return administer(acting, async (tx) => {
    const { name } = await readPerson(tx, acting.viewer, id)
    const which = session === null ? sql`true` : sql`id = ${session}`
    const gone = await query(tx)`delete from session where person_id = ${id} and ${which} returning id`
    return {
      result: { ended: gone.length },
      audit: { action: 'session.revoke', subject: `person:${id}`, details: { name, ended: gone.length } },
    }
  })
}
