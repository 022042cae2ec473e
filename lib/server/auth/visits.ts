import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { database, query } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import type { Viewer } from '#lib/server/viewer.ts'

/** A visit ends with a pause of this length between two requests, as a session does. */
const PAUSE = sql`interval '30 minutes'`

/**
 * Returns the statement that records a use of the session `token` now, and of its person: a request after a pause
 * begins a new visit. It locks the person before the session, as changes of an account do.
 */
export function noteVisit(token: string): SQL {
  return sql`with visited as (
      update person set visited_at = now(), previous_visit_at =
          case when visited_at < now() - ${PAUSE} then visited_at else previous_visit_at end
        from session where token = ${token} and person.id = person_id returning person.id
    )
    update session set updated_at = now() from visited where token = ${token} and person_id = visited.id`
}

/** Returns when a person's previous visit ended; null if they have made one visit only, and for integrations. */
export async function previousVisitOf({ kind, id }: Viewer): Promise<string | null> {
  if (kind !== 'person') return null
  const [found] = await query<{ at: string | null }>(database())`
    select ${instantText(sql`case when visited_at < now() - ${PAUSE} then visited_at else previous_visit_at end`)} as at
      from person where id = ${id}`
  return found?.at ?? null
}
