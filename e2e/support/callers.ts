import type { Integration } from '#lib/admin/schema.ts'
import type { Role } from '#lib/people/roles.ts'
import { addresses } from './addresses.ts'
import { execute, forgetLimits } from './database.ts'
import { waitRetryAfter } from './retry-after.ts'

/** A client of Furrow, with a session cookie, an integration key or no credentials. */
export type Caller = {
  name: string
  kind: 'person' | 'integration' | 'nobody'
  /** Role of the caller; null if the caller has no access (any more). */
  role: Role | null
  headers: Record<string, string>
}

export const NOBODY: Caller = { name: 'nobody', kind: 'nobody', role: null, headers: {} }

type Asked = { method?: string; body?: unknown; headers?: Record<string, string>; at?: string }

/**
 * Sends a request as a caller, waiting as `Retry-After` says after a 429; follows no redirect.
 * @param asked `at`: origin of another server than that of the run
 */
export async function call(caller: Caller, path: string, asked: Asked = {}): Promise<Response> {
  const { method = 'GET', body, headers, at = addresses().appUrl } = asked
  for (;;) {
    const response = await fetch(at + path, {
      method,
      redirect: 'manual',
      headers: {
        origin: at,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...caller.headers,
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    if (response.status !== 429) return response
    await waitRetryAfter(response.headers.get('retry-after'))
  }
}

const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? ''

/** Signs in as the sandbox's operator. */
export async function sandboxOperator(): Promise<Caller> {
  const response = await call(NOBODY, '/api/auth/sandbox', { method: 'POST', body: { role: 'operator' } })
  return { name: 'the operator', kind: 'person', role: 'operator', headers: { cookie: cookieOf(response) } }
}

/** Posts as a caller and returns the JSON response; throws unless the status is 2xx. */
export async function done<Answer>(caller: Caller, path: string, body: unknown): Promise<Answer> {
  const response = await call(caller, path, { method: 'POST', body })
  if (!response.ok) throw new Error(`${caller.name} ${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

/** Signs in as the sandbox's admin, who creates the other callers. */
export async function sandboxAdmin(): Promise<Caller> {
  const response = await call(NOBODY, '/api/auth/sandbox', { method: 'POST', body: { role: 'admin' } })
  return { name: 'the first admin', kind: 'person', role: 'admin', headers: { cookie: cookieOf(response) } }
}

export type Grant = { role: Role; fundingSources?: readonly string[] }

/**
 * Creates a person through an invitation; also returns the e-mail address, by which admins find the person.
 */
export async function makePerson(
  admin: Caller,
  name: string,
  { role, fundingSources = [] }: Grant,
): Promise<Caller & { email: string }> {
  const email = `${crypto.randomUUID()}@example.com`
  const { link } = await done<{ link: string }>(admin, '/api/admin/invitations', {
    name,
    email,
    role,
    fundingSources,
  })
  const token = new URL(link, addresses().appUrl).pathname.split('/').at(-1)
  const body = { token, name, password: 'plough the long field' }
  await forgetLimits()
  const response = await call(NOBODY, '/api/invitations/accept', { method: 'POST', body })
  return { name, kind: 'person', role, headers: { cookie: cookieOf(response) }, email }
}

/** Creates an integration with its own key. */
export async function makeIntegration(
  admin: Caller,
  name: string,
  { role, fundingSources = [] }: Grant,
): Promise<Caller & { integration: Integration }> {
  const body = { name, role, fundingSources, expiresInDays: 1 }
  const { key, integration } = await done<{ key: string; integration: Integration }>(
    admin,
    '/api/admin/integrations/create',
    body,
  )
  return { name, kind: 'integration', role, headers: { authorization: `Bearer ${key}` }, integration }
}

type Account = { id: string; email: string; version: string }

/** Returns a person's entry in the admins' list. */
export async function accountOf(admin: Caller, email: string): Promise<Account> {
  const { people }: { people: Account[] } = await (await call(admin, '/api/admin/people')).json()
  const found = people.find((one) => one.email === email)
  if (!found) throw new Error(`${email} is no person`)
  return found
}

/** Disables a person's account. */
export async function disable(admin: Caller, email: string): Promise<void> {
  const { id, version } = await accountOf(admin, email)
  await done(admin, `/api/admin/people/${id}/disable`, { version })
}

/** Creates every kind of caller, with the role that each one really has. */
export async function everyCaller(own: readonly string[], other: readonly string[]): Promise<Caller[]> {
  const admin = await sandboxAdmin()
  const financier = (name: string, fundingSources: readonly string[]) =>
    makePerson(admin, name, { role: 'financier', fundingSources })
  const ofNone = await financier('a financier of no funding source', own)
  await execute(`update person set funding_sources = '{}' where email = $1`, [ofNone.email])
  const off = await financier('a disabled person', own)
  await disable(admin, off.email)
  const idle = await financier('a person whose session ended by itself', own)
  await execute(
    `update session set updated_at = now() - interval '30 minutes'
      where person_id = (select id from person where email = $1)`,
    [idle.email],
  )
  const grant = { role: 'operator' } as const
  const expired = await makeIntegration(admin, 'an expired key', grant)
  await execute('update integration set expires_at = now() where id = $1', [expired.integration.id])
  const revoked = await makeIntegration(admin, 'a revoked key', grant)
  const { id, version } = revoked.integration
  await done(admin, `/api/admin/integrations/${id}/revoke`, { version })
  return [
    NOBODY,
    await financier('a financier of two funding sources', own),
    await financier('a financier of another', other),
    ofNone,
    await makePerson(admin, 'an operator', grant),
    await makePerson(admin, 'an admin', { role: 'admin' }),
    { ...off, role: null },
    { ...idle, role: null },
    await makeIntegration(admin, 'the key of a financier', { role: 'financier', fundingSources: own }),
    await makeIntegration(admin, 'the key of an operator', grant),
    { ...expired, role: null },
    { ...revoked, role: null },
  ]
}
