import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as unknown from '#app/api/[[...path]]/route.ts'
import * as password from '#app/api/auth/password/route.ts'
import * as sandbox from '#app/api/auth/sandbox/route.ts'
import * as revoke from '#app/api/auth/sessions/[id]/revoke/route.ts'
import * as revokeOthers from '#app/api/auth/sessions/revoke-others/route.ts'
import * as sessions from '#app/api/auth/sessions/route.ts'
import * as signIn from '#app/api/auth/sign-in/route.ts'
import * as signOut from '#app/api/auth/sign-out/route.ts'
import * as sources from '#app/api/sources/route.ts'
import type { OwnSessions } from '#lib/people/schema.ts'
import { rows } from '#lib/server/db/client.ts'
import { ask, financier, openTestDatabase, post } from '#lib/testing/ask.ts'
import { emptyAuditLog } from '#lib/testing/audit.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { createPersonWithPassword } from '#lib/testing/people.ts'
import '#lib/testing/quick-hashes.ts'
import { hashPassword } from './password-hash.ts'
import { setPasswordHash } from './passwords.ts'
import { endSessionsOf } from './sessions.ts'
import { currentViewer } from './viewer.ts'

// Not the sandbox, so that its routes must be absent.
process.env.SANDBOX = '0'

const EMAIL = 'ngozi@example.com'
const PASSWORD = 'quiet harvest at noon'
let own: TestDatabase
let personId: string

beforeAll(async () => {
  own = await openTestDatabase()
  const given = { name: 'Ngozi', email: 'Ngozi@Example.com', password: PASSWORD, fundingSources: ['A', 'B'] }
  personId = (await createPersonWithPassword({ ...given, role: 'financier' })).id
})
beforeEach(async () => {
  await own.db.execute(sql`truncate session, rate_limit`)
  await emptyAuditLog(own.db)
  await own.db.execute(
    sql`update person set disabled_at = null, role = 'financier', funding_sources = '{A,B}' where id = ${personId}`,
  )
})
afterAll(() => own.drop())

const attempt = (body: Record<string, unknown>, headers: Record<string, string> = {}) =>
  post(signIn, '/api/auth/sign-in', body, { 'x-furrow-address': '198.51.100.7', ...headers })

/** Signs in and returns the Cookie header. */
async function signedIn(headers: Record<string, string> = {}): Promise<string> {
  const response = await attempt({ email: EMAIL, password: PASSWORD }, headers)
  expect(response.status).toBe(200)
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

const whoIs = (cookie: string) =>
  currentViewer(new Request('http://localhost:3000/', { headers: { cookie } }))
const withCookie = (cookie: string) => ({ as: null, headers: { cookie, 'sec-fetch-site': 'same-origin' } })
const isIn = (cookie: string) => whoIs(cookie).then(Boolean, () => false)

describe('signing in with a password', () => {
  test('opens a session whose cookie no script can read and no other site can send', async () => {
    const response = await attempt({ email: ' NGOZI@example.com ', password: PASSWORD })
    expect(await response.json()).toEqual({ name: 'Ngozi', role: 'financier' })
    const cookie = response.headers.get('set-cookie') ?? ''
    expect(cookie.split('; ').slice(1).sort()).toEqual([
      'HttpOnly',
      'Max-Age=43200',
      'Path=/',
      'SameSite=Lax',
    ])
    expect(await whoIs(cookie.split(';')[0] ?? '')).toEqual({
      kind: 'person',
      id: personId,
      name: 'Ngozi',
      role: 'financier',
      fundingSources: ['A', 'B'],
    })
  })

  test('answers an unknown address, a wrong password, a malformed address and a disabled person alike', async () => {
    await own.db.execute(sql`update person set disabled_at = now() where id = ${personId}`)
    const disabled = await attempt({ email: EMAIL, password: PASSWORD })
    await own.db.execute(sql`update person set disabled_at = null where id = ${personId}`)
    const refusals = [
      disabled,
      await attempt({ email: 'stranger@example.com', password: PASSWORD }),
      await attempt({ email: EMAIL, password: 'wrong' }),
      await attempt({ email: "admin'--", password: 'wrong' }),
      await attempt({ email: EMAIL, password: 'a\0b' }),
      await attempt({ email: EMAIL, password: 'x'.repeat(20_000) }),
      await attempt({ email: '', password: '' }),
    ]
    const answers = await Promise.all(
      refusals.map(async (response) => {
        expect(response.headers.get('set-cookie')).toBeNull()
        const { requestId: _, ...problem } = await response.json()
        return { status: response.status, ...problem }
      }),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toHaveLength(1)
    expect(answers[0]).toMatchObject({ status: 401, code: 'sign_in_refused' })
    expect(await rows(own.db, sql`select 1 from session`)).toHaveLength(0)
  })

  test('accepts a password in any Unicode form in which it is typed', async () => {
    const given = { name: 'Zoë', email: 'zoe@example.com', fundingSources: [], role: 'operator' as const }
    await createPersonWithPassword({ ...given, password: 'Zo\u00eb counts ﬁelds' })
    const response = await attempt({ email: 'zoe@example.com', password: 'Zoe\u0308 counts fields' })
    expect(response.status).toBe(200)
  })

  test.each([{ role: 'admin' }, { fundingSources: ['*'] }, { rememberMe: true }, { callbackURL: '//evil' }])(
    'rejects any field beside e-mail and password: %j',
    async (extra) => {
      expect((await attempt({ email: EMAIL, password: PASSWORD, ...extra })).status).toBe(400)
    },
  )

  test('delays the sixth attempt on one account within a quarter of an hour, whatever its address', async () => {
    const statuses: number[] = []
    for (let count = 1; count <= 6; count += 1) {
      const response = await attempt(
        { email: EMAIL, password: 'wrong' },
        { 'x-furrow-address': `10.0.0.${count}` },
      )
      statuses.push(response.status)
      if (count === 6) expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(600)
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  })

  test('does not count successful attempts, in sequence or in parallel', async () => {
    for (let count = 0; count < 4; count += 1) await signedIn()
    const atOnce = Array.from({ length: 7 }, () => attempt({ email: EMAIL, password: PASSWORD }))
    expect((await Promise.all(atOnce)).map(({ status }) => status)).toEqual(Array(7).fill(200))
  })

  test('resets the account’s failed attempts after a success', async () => {
    for (let round = 0; round < 2; round += 1) {
      for (let wrong = 0; wrong < 3; wrong += 1)
        expect((await attempt({ email: EMAIL, password: 'wrong' })).status).toBe(401)
      await signedIn()
    }
  })

  test('allows no more parallel guesses than sequential ones', async () => {
    const guesses = Array.from({ length: 9 }, (_, at) => attempt({ email: EMAIL, password: `wrong ${at}` }))
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([401, 401, 401, 401, 401, 429, 429, 429, 429])
  })

  test('records each attempt in the audit log, without the typed text', async () => {
    await signedIn()
    await attempt({ email: EMAIL, password: 'hunter2!' })
    const events = await rows<{ action: string; outcome: string; subject: string | null }>(
      own.db,
      sql`select action, outcome, subject, actor_id, details::text from audit_event order by sequence`,
    )
    expect(events).toMatchObject([
      { action: 'sign_in', outcome: 'ok' },
      { action: 'sign_in.refused', outcome: 'denied', subject: `person:${personId}` },
    ])
    expect(JSON.stringify(events)).not.toMatch(/hunter2|ngozi@/i)
  })
})

describe('changing one’s own password', () => {
  const change = (cookie: string, currentPassword: string, newPassword: string) =>
    ask(password, '/api/auth/password', {
      method: 'POST',
      as: null,
      headers: { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
      body: JSON.stringify({ currentPassword, newPassword }),
    })

  test('needs the current password and a strong new one, and ends the other sessions', async () => {
    const here = await signedIn()
    const elsewhere = await signedIn()
    for (const [present, wanted, param] of [
      ['not this one', 'a good long one', 'currentPassword'],
      [PASSWORD, 'iloveyou1', 'newPassword'],
      [PASSWORD, 'short', 'newPassword'],
      [PASSWORD, EMAIL.toUpperCase(), 'newPassword'],
    ] as const) {
      const refused = await change(here, present, wanted)
      expect([refused.status, (await refused.json()).param]).toEqual([400, param])
    }
    try {
      expect(await (await change(here, PASSWORD, 'another quiet harvest')).json()).toEqual({
        endedSessions: 1,
      })
      expect([await isIn(here), await isIn(elsewhere)]).toEqual([true, false])
      expect((await attempt({ email: EMAIL, password: PASSWORD })).status).toBe(401)
      expect((await attempt({ email: EMAIL, password: 'another quiet harvest' })).status).toBe(200)
    } finally {
      await setPasswordHash(own.db, personId, await hashPassword(PASSWORD))
    }
  })

  test('is refused to people without a password', async () => {
    const response = await ask(password, '/api/auth/password', {
      method: 'POST',
      as: financier('B'),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ currentPassword: '', newPassword: 'another quiet harvest' }),
    })
    expect([response.status, (await response.json()).code]).toEqual([409, 'no_password'])
  })
})

describe('a session', () => {
  test('is required by every route except the open ones: a 401 says how to sign in', async () => {
    const response = await ask(sources, '/api/sources', { as: null })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    expect((await response.json()).code).toBe('not_signed_in')
  })

  test('cannot be forged with another signature, another token or a bare token', async () => {
    const cookie = await signedIn()
    const [name, value = ''] = cookie.split('=')
    const [token, signature = ''] = decodeURIComponent(value).split('.')
    const forged = [
      token,
      `${token}.`,
      `${token}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
      `x${token}.${signature}`,
      `.${signature}`,
      `${token}.${signature}.${signature}`,
      '%E0%A4%A',
      '',
    ]
    for (const one of forged) expect(await isIn(`${name}=${encodeURIComponent(one ?? '')}`)).toBe(false)
    expect(await isIn(`${name}=%E0%A4%A`)).toBe(false)
    expect(await isIn(`other=1; ${cookie}; x=y`)).toBe(true)
  })

  test('gets a new token at each sign-in, which ends the session that the request came with', async () => {
    const first = await signedIn()
    const second = await signedIn({ cookie: first, 'sec-fetch-site': 'same-origin' })
    expect(second).not.toBe(first)
    expect([await isIn(first), await isIn(second)]).toEqual([false, true])
  })

  test('ends after 30 minutes without use, and continues if used before', async () => {
    const cookie = await signedIn()
    const idle = (minutes: number) =>
      own.db.execute(sql`update session set updated_at = now() - make_interval(mins => ${minutes})`)
    await idle(29)
    expect(await isIn(cookie)).toBe(true)
    const [noted] = await rows<{ isNoted: boolean }>(
      own.db,
      sql`select updated_at > now() - interval '1 minute' as "isNoted" from session`,
    )
    expect(noted?.isNoted).toBe(true)
    await idle(30)
    expect(await isIn(cookie)).toBe(false)
    await signedIn()
    expect(await rows(own.db, sql`select 1 from session`)).toHaveLength(1)
  })

  test('ends 12 hours after sign-in, however much it is used', async () => {
    const cookie = await signedIn()
    const [lasts] = await rows<{ hours: string }>(
      own.db,
      sql`select round(extract(epoch from expires_at - created_at) / 3600)::text as hours from session`,
    )
    expect(lasts?.hours).toBe('12')
    const later = (hours: string) =>
      own.db.execute(
        sql`update session set expires_at = created_at + interval '12 hours' - ${hours}::interval`,
      )
    await later('11 hours 59 minutes')
    expect(await isIn(cookie)).toBe(true)
    await later('12 hours')
    expect(await isIn(cookie)).toBe(false)
  })

  test('sees an admin’s change with its next request', async () => {
    const cookie = await signedIn()
    await own.db.execute(sql`update person set funding_sources = '{B}' where id = ${personId}`)
    expect((await whoIs(cookie)).fundingSources).toEqual(['B'])
    await own.db.execute(sql`update person set role = 'operator' where id = ${personId}`)
    expect(await whoIs(cookie)).toMatchObject({ role: 'operator', fundingSources: 'all' })
    await own.db.execute(sql`update person set disabled_at = now() where id = ${personId}`)
    expect(await isIn(cookie)).toBe(false)
  })

  test('ends at sign-out, which removes the cookie', async () => {
    const cookie = await signedIn()
    const response = await ask(signOut, '/api/auth/sign-out', { ...withCookie(cookie), method: 'POST' })
    expect(response.headers.get('set-cookie')).toContain('Max-Age=0')
    expect(await isIn(cookie)).toBe(false)
  })

  test('lets its owner list all of their own sessions and no others, and end one or all others', async () => {
    const here = await signedIn({ 'user-agent': 'Here' })
    const phone = await signedIn({ 'user-agent': 'Phone' })
    const laptop = await signedIn({ 'user-agent': 'Laptop' })
    await ask(sources, '/api/sources', { as: financier('B') })
    const list = async () => {
      const answer: OwnSessions = await (await ask(sessions, '/api/auth/sessions', withCookie(here))).json()
      return answer.sessions
    }
    const listed = await list()
    expect(listed.map((one) => one.userAgent).sort()).toEqual(['Here', 'Laptop', 'Phone'])
    expect(listed.filter((one) => one.isCurrent).map((one) => one.userAgent)).toEqual(['Here'])
    expect(JSON.stringify(listed)).not.toContain(decodeURIComponent(phone.split('=')[1] ?? '').split('.')[0])

    const id = listed.find((one) => one.userAgent === 'Phone')?.id
    const end = await ask(revoke, `/api/auth/sessions/${id}/revoke`, { ...withCookie(here), method: 'POST' })
    expect(end.status).toBe(200)
    expect([await isIn(phone), await isIn(laptop), await isIn(here)]).toEqual([false, true, true])

    const others = await ask(revokeOthers, '/api/auth/sessions/revoke-others', {
      ...withCookie(here),
      method: 'POST',
    })
    expect(await others.json()).toEqual({ endedSessions: 1 })
    expect([await isIn(laptop), await isIn(here)]).toEqual([false, true])
  })

  test('is always among the hundred listed to its owner, with the number of all open sessions', async () => {
    const here = await signedIn({ 'user-agent': 'Here' })
    await own.db.execute(
      sql`insert into session (id, token, person_id, expires_at, created_at, updated_at)
          select 'more' || n, 'more' || n, ${personId}, now() + interval '1 hour', now(), now() + interval '1 minute'
          from generate_series(1, 101) n`,
    )
    try {
      const answer: OwnSessions = await (await ask(sessions, '/api/auth/sessions', withCookie(here))).json()
      expect([answer.sessions.length, answer.total]).toEqual([100, 102])
      expect(answer.sessions[0]).toMatchObject({ userAgent: 'Here', isCurrent: true })
    } finally {
      await own.db.execute(sql`delete from session where id like 'more%'`)
    }
  })

  test('of another person cannot be ended, and is answered like one that never existed', async () => {
    const other = await signedIn()
    const [row] = await rows<{ id: string }>(own.db, sql`select id from session`)
    const tryToEnd = async (id = 'nothing') => {
      const path = `/api/auth/sessions/${id}/revoke`
      const response = await ask(revoke, path, { as: financier('B'), method: 'POST' })
      const { requestId: _, ...problem } = await response.json()
      return problem
    }
    expect(await tryToEnd(row?.id)).toEqual(await tryToEnd())
    expect(await isIn(other)).toBe(true)
  })

  test('endSessionsOf ends every session of a person', async () => {
    const cookies = [await signedIn(), await signedIn()]
    expect(await endSessionsOf(own.db, personId)).toBe(2)
    for (const cookie of cookies) expect(await isIn(cookie)).toBe(false)
  })
})

test.each(['financier', 'operator', 'admin'])(
  'has no one-click sign-in as %s outside the sandbox',
  async (role) => {
    const refused = await post(sandbox, '/api/auth/sandbox', { role })
    const { requestId: _, ...problem } = await refused.json()
    const { requestId: __, ...nothing } = await (await post(unknown, '/api/auth/nothing', { role })).json()
    expect([refused.status, problem]).toEqual([404, nothing])
    expect(refused.headers.get('set-cookie')).toBeNull()
    expect(await rows(own.db, sql`select 1 from person where email like '%@sandbox.example'`)).toEqual([])
  },
)
