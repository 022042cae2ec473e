import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { type People, type Person, personSchema } from '#lib/admin/schema.ts'
import { notFound } from '#lib/errors.ts'
import { openSql } from '#lib/server/auth/sessions.ts'
import { database, type Executor } from '#lib/server/db/client.ts'
import { fingerprint } from '#lib/server/db/fingerprint.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { requireAdmin } from './administering.ts'
import { openInvitations } from './invitations.ts'

/**
 * A hash of a person's role, funding sources and disabled state, which stops an admin from overwriting a
 * change unseen.
 */
export const PERSON_VERSION = fingerprint(sql`row(role, funding_sources, disabled_at)::text`)

/**
 * Lists everybody with an account by name, disabled ones included, and the open invitations.
 * @throws RequestError 403 for anyone but an admin
 */
export async function listPeople(viewer: Viewer): Promise<People> {
  requireAdmin(viewer)
  const people = await readPeople(database(), viewer, sql`true`)
  return { people, invitations: await openInvitations(database()) }
}

/**
 * Reads one person as in the list of people.
 * @throws RequestError 404 for an unknown id
 */
export async function readPerson(tx: Executor, viewer: Viewer, id: string): Promise<Person> {
  const [found] = await readPeople(tx, viewer, sql`id = ${id}`)
  if (!found) throw notFound('person')
  return found
}

function readPeople(tx: Executor, viewer: Viewer, where: SQL): Promise<Person[]> {
  return parsedRows(
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
    personSchema,
  )
}
