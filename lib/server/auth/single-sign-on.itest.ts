import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import * as callback from '#app/api/auth/callback/oidc/route.ts'
import * as start from '#app/api/auth/oidc/route.ts'
import { rows } from '#lib/server/db/client.ts'
import { ask, openTestDatabase, post } from '#lib/testing/ask.ts'
import { emptyAuditLog } from '#lib/testing/audit.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { CLIENT, type Provider, startConfiguredProvider } from '#lib/testing/oidc-provider.ts'
import { createPersonWithPassword } from '#lib/testing/people.ts'
import '#lib/testing/quick-hashes.ts'
import { currentViewer } from './viewer.ts'

let own: TestDatabase
let provider: Provider
let personId: string

beforeAll(async () => {
  provider = await startConfiguredProvider()
  own = await openTestDatabase()
})
beforeEach(async () => {
  await own.db.execute(sql`truncate person, session, account, verification, rate_limit cascade`)
  await emptyAuditLog(own.db)
  const given = { name: 'Ngozi', email: 'ngozi@example.com', password: 'quiet harvest at noon' }
  personId = (await createPersonWithPassword({ ...given, role: 'financier', fundingSources: ['A'] })).id
  provider.claims = { sub: 'sub-1', email: 'Ngozi@Example.com', email_verified: true, name: 'N. at work' }
  provider.forge = false
  provider.audience = CLIENT.id
  provider.also = {}
  provider.alg = 'RS256'
})
afterEach(() => vi.useRealTimers())
afterAll(async () => {
  provider.close()
  await own.drop()
})

type Arrival = { location: URL; cookies: string[] }

async function begin(next?: string): Promise<{ url: string; cookie: string }> {
  const response = await post(start, '/api/auth/oidc', next === undefined ? {} : { next })
  expect(response.status).toBe(200)
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  return { url: (await response.json()).url, cookie }
}

/** Follows the provider's redirect back to Furrow as a browser does: as a navigation from another site. */
async function arrive(url: string, cookie: string): Promise<Arrival> {
  const sent = await fetch(url, { redirect: 'manual' })
  const back = new URL(sent.headers.get('location') ?? '')
  const headers = { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
  const response = await ask(callback, back.pathname + back.search, { as: null, headers })
  expect(response.status).toBe(303)
  return {
    location: new URL(response.headers.get('location') ?? '', 'http://localhost:3000'),
    cookies: response.headers.getSetCookie(),
  }
}

async function signIn(next?: string): Promise<Arrival> {
  const { url, cookie } = await begin(next)
  return arrive(url, cookie)
}

const sessionOf = ({ cookies }: Arrival) => cookies.find((cookie) => /^furrow_session=[^;]/.test(cookie))

test('ties a sign-in to its browser with a cookie of this host that no script can read', async () => {
  const { cookie } = await begin()
  expect(cookie).toMatch(/^furrow_state=[^;]+$/)
})

async function expectRefused(arrival: Arrival, reason: string): Promise<void> {
  expect(arrival.location.pathname).toBe('/sign-in')
  expect(arrival.location.searchParams.get('error')).toBe(reason)
  expect(sessionOf(arrival)).toBeUndefined()
  expect(await rows(own.db, sql`select 1 from session`)).toEqual([])
  const events = await rows<{ action: string }>(own.db, sql`select action from audit_event`)
  expect(events).toEqual([{ action: 'sign_in.refused' }])
}

test('signs a person with a verified, known e-mail in and returns to the requested page', async () => {
  const arrival = await signIn('/invoices?source=payment-links')
  expect(arrival.location.pathname + arrival.location.search).toBe('/invoices?source=payment-links')
  const cookie = sessionOf(arrival) ?? ''
  for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=43200'])
    expect(cookie).toContain(attribute)
  const headers = { cookie: cookie.split(';')[0] ?? '' }
  expect(await currentViewer(new Request('http://localhost:3000', { headers }))).toEqual({
    kind: 'person',
    id: personId,
    name: 'Ngozi',
    role: 'financier',
    fundingSources: ['A'],
  })
  const events = await rows<{ action: string; who: string }>(
    own.db,
    sql`select action, actor_id as who from audit_event`,
  )
  expect(events).toEqual([{ action: 'sign_in', who: personId }])
})

test('works a second time, and stores none of the provider’s tokens', async () => {
  await signIn()
  expect(sessionOf(await signIn())).toBeDefined()
  const accounts = await rows(
    own.db,
    sql`select access_token, refresh_token, id_token from account where provider_id = 'oidc'`,
  )
  expect(accounts).toEqual([{ access_token: null, refresh_token: null, id_token: null }])
})

test('tells a stranger to request access, and creates no person', async () => {
  provider.claims = { ...provider.claims, sub: 'sub-2', email: 'stranger@example.com' }
  await expectRefused(await signIn(), 'signup_disabled')
  expect(await rows(own.db, sql`select 1 from person`)).toHaveLength(1)
})

test('refuses an e-mail that the provider has not verified, even a known one', async () => {
  provider.claims.email_verified = false
  await expectRefused(await signIn(), 'account_not_linked')
  provider.claims.email_verified = true
  expect(sessionOf(await signIn())).toBeDefined()
  await own.db.execute(sql`truncate session`)
  await emptyAuditLog(own.db)
  provider.claims.email_verified = false
  await expectRefused(await signIn(), 'email_not_verified')
})

test('refuses a disabled person', async () => {
  await own.db.execute(sql`update person set disabled_at = now()`)
  await expectRefused(await signIn(), 'unable_to_create_session')
})

test('refuses a token that the provider did not sign, or signed for another client', async () => {
  provider.forge = true
  await expectRefused(await signIn(), 'unable_to_get_user_info')
  await emptyAuditLog(own.db)
  provider.forge = false
  provider.audience = 'another client'
  await expectRefused(await signIn(), 'unable_to_get_user_info')
})

test.each([
  ['that has expired', { exp: Math.floor(Date.now() / 1000) - 60 }],
  ['that is not valid yet', { nbf: Math.floor(Date.now() / 1000) + 600 }],
  ['of another sign-in', { nonce: 'of another sign-in' }],
  ['of another issuer', { iss: 'https://elsewhere.example' }],
])('refuses a token %s', async (_name, also) => {
  provider.also = also
  await expectRefused(await signIn(), 'unable_to_get_user_info')
})

test('refuses a token without a signature', async () => {
  provider.alg = 'none'
  await expectRefused(await signIn(), 'unable_to_get_user_info')
})

test('refuses the redirect of a sign-in that another browser started', async () => {
  const { url } = await begin()
  const arrival = await arrive(url, '')
  expect(sessionOf(arrival)).toBeUndefined()
  expect(arrival.location.pathname).toBe('/sign-in')
})

test.each(['https://evil.example', '//evil.example', '/\\evil.example'])(
  'returns only to pages of Furrow, whatever was requested: %s',
  async (next) => {
    expect((await signIn(next)).location.href).toBe('http://localhost:3000/')
  },
)

test('serves no other paths of the library', async () => {
  for (const path of ['/api/auth/sign-up/email', '/api/auth/get-session', '/api/auth/update-user']) {
    const response = await ask(callback, path, { as: null })
    expect(response.status).toBe(404)
  }
})

const keepFor = (identifier: string, end: string) =>
  own.db.execute(sql`insert into verification (id, identifier, value, expires_at, created_at, updated_at)
    values (${identifier}, ${identifier}, 'v', now() + ${end}::interval, now(), now())`)
const kept = async () => {
  const found = await rows<{ identifier: string }>(
    own.db,
    sql`select identifier from verification where identifier in ('link', 'given-up') order by 1`,
  )
  return found.map((row) => row.identifier)
}

test('keeps a password link through a sign-in on a server whose clock is two days ahead', async () => {
  await keepFor('link', '1 hour')
  const [ahead] = await rows<{ ms: number }>(
    own.db,
    sql`select (extract(epoch from now()) + 172800) * 1000 as ms`,
  )
  vi.useFakeTimers({ toFake: ['Date'], now: Number(ahead?.ms) })
  expect(sessionOf(await signIn())).toBeDefined()
  expect(await kept()).toEqual(['link'])
})

test('deletes rows that expired more than a day ago when somebody starts a sign-in', async () => {
  await keepFor('given-up', '-25 hours')
  await keepFor('link', '-23 hours')
  await begin()
  expect(await kept()).toEqual(['link'])
})
