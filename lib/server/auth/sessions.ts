import 'server-only'
import { and, eq, ne, sql } from 'drizzle-orm'
import { type Database, database, type Executor, rows } from '#lib/server/db/client.ts'
import { session } from '#lib/server/db/schema-people.ts'
import { readSessionToken, SESSION_IDLE_SECONDS } from './session-cookie.ts'

/** True of a row `s` of session that has neither reached its end nor idled too long. */
export const openSql = sql`s.expires_at > now() and s.updated_at > now() - make_interval(secs => ${SESSION_IDLE_SECONDS})`

type Writer = Pick<Database, 'delete'>

/** One open session of a person; the token itself never leaves the database. */
export type OpenSession = {
  id: string
  /** As its browser named itself at sign-in. */
  userAgent: string | null
  address: string | null
  /** ISO instants, UTC. */
  createdAt: string
  lastUsedAt: string
  /** The one that asks. */
  isCurrent: boolean
}

/** Of one person so many sessions are listed at most. */
export const MAX_LISTED_SESSIONS = 100

/**
 * The open sessions of a person: the one that the Cookie header names first, then the last used first, a hundred at most.
 * @returns with them how many there are in all
 */
export async function openSessionsOf(
  personId: string,
  cookie: string | null,
): Promise<{ sessions: OpenSession[]; total: number }> {
  const token = readSessionToken(cookie)
  const open = await rows<
    Omit<OpenSession, 'createdAt' | 'lastUsedAt'> & { createdAt: Date; lastUsedAt: Date; total: number }
  >(
    database(),
    sql`select s.id, s.user_agent as "userAgent", s.ip_address as "address", s.created_at as "createdAt",
               s.updated_at as "lastUsedAt", s.token = ${token ?? ''} as "isCurrent",
               (count(*) over ())::int as total
        from session s where s.person_id = ${personId} and ${openSql}
        order by "isCurrent" desc, s.updated_at desc, s.id limit ${MAX_LISTED_SESSIONS}`,
  )
  const sessions = open.map(({ total: _, ...one }) => ({
    ...one,
    createdAt: new Date(one.createdAt).toISOString(),
    lastUsedAt: new Date(one.lastUsedAt).toISOString(),
  }))
  return { sessions, total: open[0]?.total ?? 0 }
}

/** Ends one session of a person. @returns false where the person has no such session */
export async function endSession(tx: Writer, personId: string, sessionId: string): Promise<boolean> {
  const ended = await tx
    .delete(session)
    .where(and(eq(session.personId, personId), eq(session.id, sessionId)))
    .returning({ id: session.id })
  return ended.length > 0
}

/** Ends every session of a person. @returns how many */
export async function endSessionsOf(tx: Writer, personId: string): Promise<number> {
  const ended = await tx.delete(session).where(eq(session.personId, personId)).returning({ id: session.id })
  return ended.length
}

/** Ends every session of a person but the one that the Cookie header names. @returns how many */
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

/** Deletes the sessions of anybody that have ended by themselves; nothing reads them any more. */
export async function clearEndedSessions(): Promise<void> {
  await database().execute(sql`delete from session s where not (${openSql})`)
}

/** Ends the session that a Cookie header names, if it names one. */
export async function endSessionOfCookie(tx: Writer, cookie: string | null): Promise<void> {
  const token = readSessionToken(cookie)
  if (token !== null) await tx.delete(session).where(eq(session.token, token))
}

/** True while the session that a Cookie header names is open and belongs to this person. */
export async function hasOpenSession(
  tx: Executor,
  personId: string,
  cookie: string | null,
): Promise<boolean> {
  const token = readSessionToken(cookie)
  const open = await rows(
    tx,
    sql`select 1 from session s where s.token = ${token ?? ''} and s.person_id = ${personId} and ${openSql}`,
  )
  return open.length > 0
}
