import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { People, Person } from '#lib/admin/schema.ts'
import { notFound } from '#lib/errors.ts'
import { openSql } from '#lib/server/auth/sessions.ts'
import { database, type Executor, rows } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { requireAdmin } from './administering.ts'
import { openInvitations } from './invitations.ts'

/** What a change must not overwrite unseen: it differs as soon as the grant or the state of a person does. */
export const PERSON_VERSION = sql`md5(row(role, funding_sources, disabled_at)::text)`

/** Everybody who can sign in or could, by name, and the invitations that wait. Throws a 403 for whoever is no admin. */
export async function listPeople(viewer: Viewer): Promise<People> {
  requireAdmin(viewer)
  const people = await readPeople(database(), viewer, sql`true`)
  return { people, invitations: await openInvitations(database()) }
}

/** One person as the list tells it. Throws a 404. */
export async function readPerson(tx: Executor, viewer: Viewer, id: string): Promise<Person> {
  const [found] = await readPeople(tx, viewer, sql`id = ${id}`)
  if (!found) throw notFound('person')
  return found
}

function readPeople(tx: Executor, viewer: Viewer, where: SQL): Promise<Person[]> {
  return rows<Person>(
    tx,
    sql`select id, name, email, role, funding_sources as "fundingSources",
          ${instantText(sql`disabled_at`)} as "disabledAt", ${instantText(sql`created_at`)} as "createdAt",
          ${instantText(sql`used.at`)} as "lastUsedAt", used.sessions as "openSessions",
          id = ${viewer.kind === 'person' ? viewer.id : ''} as "isYou", ${PERSON_VERSION} as version
        from person left join lateral (
          select max(s.updated_at) as at, count(*) filter (where ${openSql})::int as sessions
          from session s where s.person_id = person.id
        ) as used on true
        where ${where} order by lower(name), id`,
  )
}
