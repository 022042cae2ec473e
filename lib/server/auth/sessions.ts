import 'server-only'
import { and, eq, ne, sql } from 'drizzle-orm'
import { type Database, database, type Executor, query } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { session } from '#lib/server/db/schema-people.ts'
import { readSessionToken } from './session-cookie.ts'

/** A session ends after this long without use. */
const SESSION_IDLE_SECONDS = 30 * 60

/** SQL condition on a session row `s`: neither expired nor idle for too long. */
export const openSql = sql`s.expires_at > now() and s.updated_at > now() - make_interval(secs => ${SESSION_IDLE_SECONDS})`

type Writer = Pick<Database, 'delete'>

/** One open session of a person; its token never leaves the database. */
export type OpenSession = {
  id: string
  /** The User-Agent header at sign-in. */
  userAgent: string | null
  address: string | null
  /** ISO instants, UTC. */
  createdAt: string
  lastUsedAt: string
  /** True for the session that makes the request. */
  isCurrent: boolean
}

/** How many of one person's sessions are listed at most. */
export const MAX_LISTED_SESSIONS = 100

/**
 * Lists a person's open sessions, at most a hundred: the session in the Cookie header first, then by last
 * use, newest first.
 * @returns the sessions, and in `total` how many are open
 */
export async function openSessionsOf(
  personId: string,
  cookie: string | null,
): Promise<{ sessions: OpenSession[]; total: number }> {
  const token = readSessionToken(cookie)
  const open = await query<OpenSession & { total: number }>(database())`
    select s.id, s.user_agent as "userAgent", s.ip_address as "address",
           ${instantText(sql`s.created_at`)} as "createdAt", ${instantText(sql`s.updated_at`)} as "lastUsedAt",
           s.token = ${token ?? ''} as "isCurrent", (count(*) over ())::int as total
    from session s where s.person_id = ${personId} and ${openSql}
    order by "isCurrent" desc, s.updated_at desc, s.id limit ${MAX_LISTED_SESSIONS}`
  return { sessions: open.map(({ total: _, ...one }) => one), total: open[0]?.total ?? 0 }
}

/**
 * Ends one session of a person.
 * @returns false if the person has no such session
 */
export async function endSession(tx: Writer, personId: string, sessionId: string): Promise<boolean> {
  const ended = await tx
    .delete(session)
    .where(and(eq(session.personId, personId), eq(session.id, sessionId)))
    .returning({ id: session.id })
  return ended.length > 0
}

/**
 * Ends all sessions of a person.
 * @returns how many sessions ended
 */
export async function endSessionsOf(tx: Writer, personId: string): Promise<number> {
  const ended = await tx.delete(session).where(eq(session.personId, personId)).returning({ id: session.id })
  return ended.length
}

/**
 * Ends all sessions of a person except the one in the Cookie header.
 * @returns how many sessions ended
 */
export async function endOtherSessionsOf(
  tx: Writer,
  personId: string,
  cookie: string | null,
): Promise<number> {
  const token = readSessionToken(cookie)
  const ended = await tx
    .delete(session)
    .where(and(eq(session.personId, personId), ne(session.token, token ?? '')))
    .returning({ id: session.id })
  return ended.length
}

/** Deletes everybody's expired and idle sessions, which no code reads any more. */
export async function clearEndedSessions(): Promise<void> {
  await database().execute(sql`delete from session s where not (${openSql})`)
}

/** Ends the session in a Cookie header, if the header holds one. */
export async function endSessionOfCookie(tx: Writer, cookie: string | null): Promise<void> {
  const token = readSessionToken(cookie)
  if (token !== null) await tx.delete(session).where(eq(session.token, token))
}

/** True while the session in a Cookie header is open and belongs to this person. */
export async function hasOpenSession(
  tx: Executor,
  personId: string,
  cookie: string | null,
): Promise<boolean> {
  const token = readSessionToken(cookie)
  const open = await query(tx)`
    select 1 from session s where s.token = ${token ?? ''} and s.person_id = ${personId} and ${openSql}`
  return open.length > 0
}
