import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { RequestError } from '#lib/errors.ts'
import { ownPath } from '#lib/own-path.ts'
import { paths } from '#lib/paths.ts'
import { ROLES } from '#lib/people/roles.ts'
import { database } from '#lib/server/db/client.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import { readForPage } from '#lib/server/http/page-fault.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { viewerOfKey } from './integration-key.ts'
import { noteUse } from './note-use.ts'
import { readSessionToken } from './session-cookie.ts'
import { openSql } from './sessions.ts'
import { noteVisit } from './visits.ts'

/**
 * The path of the requested page, written by proxy.ts; used only to decide where signing in leads back to.
 */
export const PAGE_HEADER = 'x-furrow-page'

/**
 * Returns the viewer: the person whose session the request's cookie names, else the integration whose bearer
 * key it carries. Without a request, returns the person who opens the page being rendered, or redirects to
 * /sign-in. Reads the database on every call, so that an admin's change takes effect with the next request,
 * on every server.
 * @throws RequestError 401 for a request with neither
 */
export async function currentViewer(request?: Request): Promise<Viewer> {
  if (!request) return viewerOfPage()
  const person = await personOf(request.headers.get('cookie'))
  if (person) return person
  const key = bearerKey(request.headers)
  const integration = key === null ? null : await viewerOfKey(key)
  if (integration) return integration
  throw notSignedIn()
}

/** Returns a request's bearer key, or null without one. */
export function bearerKey(headers: Headers): string | null {
  return /^bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null
}

/** Returns the 401 for a request without an open session or a working key. */
export function notSignedIn(): RequestError {
  return new RequestError(401, 'not_signed_in', 'Sign in, or send the key of an integration as a bearer.')
}

/** Returns the person who opens a public page, or null if nobody is signed in. */
export async function pageVisitor(): Promise<Viewer | null> {
  // Imported here because the commands of bin/ run without Next.
  const { headers } = await import('next/headers')
  return readForPage(personOf((await headers()).get('cookie')))
}

async function viewerOfPage(): Promise<Viewer> {
  const [{ headers }, { redirect }] = await Promise.all([import('next/headers'), import('next/navigation')])
  const given = await headers()
  const person = await readForPage(personOf(given.get('cookie')))
  if (person) return person
  const page = ownPath(given.get(PAGE_HEADER))
  return redirect(page === '/' ? paths.signIn : paths.signInFor(page))
}

const sessionSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  fundingSources: z.array(z.string()),
  token: z.string(),
  isUseNoted: z.boolean(),
})
type SessionRow = z.infer<typeof sessionSchema>

async function personOf(cookie: string | null): Promise<Viewer | null> {
  const token = readSessionToken(cookie)
  if (token === null) return null
  const [found] = await readOpenSessions([token])
  if (!found) return null
  // The last use is kept to the minute, so that most requests write nothing.
  if (!found.isUseNoted) await noteUse(noteVisit(token))
  return toViewer(found)
}

/** Returns the people of open sessions by token, without noting a use; an ended session has no entry. */
export async function viewersOfSessions(tokens: readonly string[]): Promise<Map<string, Viewer>> {
  const open = await readOpenSessions(tokens)
  return new Map(open.map((row) => [row.token, toViewer(row)]))
}

function readOpenSessions(tokens: readonly string[]): Promise<SessionRow[]> {
  return parsedRows(
    database(),
    sql`select p.id, p.name, p.role, p.funding_sources as "fundingSources", s.token,
               s.updated_at > now() - interval '1 minute'
                 and coalesce(p.visited_at > now() - interval '1 minute', false) as "isUseNoted"
        from session s join person p on p.id = s.person_id
        where s.token = any(${sql.param([...tokens])}::text[]) and ${openSql} and p.disabled_at is null`,
    sessionSchema,
  )
}

function toViewer({ id, name, role, fundingSources }: SessionRow): Viewer {
  return { kind: 'person', id, name, role, fundingSources: role === 'financier' ? fundingSources : 'all' }
}
