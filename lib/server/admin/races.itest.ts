import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as newPassword from '#app/api/auth/new-password/route.ts'
import * as password from '#app/api/auth/password/route.ts'
import * as signIn from '#app/api/auth/sign-in/route.ts'
import * as signOut from '#app/api/auth/sign-out/route.ts'
import { startSession } from '#lib/server/auth/sign-in.ts'
import { rows } from '#lib/server/db/client.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { admin, ask, openTestDatabase, post } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { createPersonWithPassword, signedInAs } from '#lib/testing/people.ts'
import { changeAccess, disablePerson, enablePerson } from './change-person.ts'
import { readPerson } from './directory.ts'
import { createIntegration } from './integrations.ts'
import { makePasswordLink } from './password-link.ts'

const EMAIL = 'grace@example.com'
const OLD = 'plough the long field'
const acting = { viewer: admin, requestId: 'request-1' }
/** Pauses before the second act, so that it meets the first one at different stages. */
const PAUSES_MS = [0, 120]
/** Each round of these tests hashes and checks several passwords. */
const SLOW_MS = 180_000

let own: TestDatabase
let grace: string
beforeAll(async () => {
  own = await openTestDatabase()
})
beforeEach(async () => {
  await own.db.execute(sql`truncate person, session, account, verification, integration, rate_limit cascade`)
  await signedInAs(admin, own.db)
  const given = { name: 'Grace', email: EMAIL, role: 'financier' as const, fundingSources: ['A'] }
  grace = (await createPersonWithPassword({ ...given, password: OLD })).id
})
afterAll(() => own.drop())

const sessions = async () =>
  (await rows<{ id: string }>(own.db, sql`select id from session where person_id = ${grace}`)).length
const versionOf = async (id: string) => (await readPerson(own.db, admin, id)).version
const signInWith = (text: string) => post(signIn, '/api/auth/sign-in', { email: EMAIL, password: text })
const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? ''
const forgetAttempts = () => own.db.execute(sql`truncate rate_limit`)
const outcome = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    ({ status, code }: { status?: number; code?: string }) => `${status} ${code}`,
  )

function changeOwn(cookie: string, currentPassword: string, newText: string): Promise<Response> {
  const headers = { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
  const body = JSON.stringify({ currentPassword, newPassword: newText })
  return ask(password, '/api/auth/password', { method: 'POST', as: null, headers, body })
}

describe('a sign-in that meets a change of the password', () => {
  test(
    'leaves no session of the old password when a link sets a new one',
    async () => {
      for (const [round, pause] of PAUSES_MS.entries()) {
        await forgetAttempts()
        const current = round === 0 ? OLD : `a new password ${round - 1}`
        const { link } = await makePasswordLink(acting, grace, await versionOf(grace))
        const token = new URL(link).pathname.replace('/new-password/', '')
        const wanted = { token, password: `a new password ${round}` }
        const attempts = [1, 2].map(() => signInWith(current))
        await sleep(pause)
        const change = post(newPassword, '/api/auth/new-password', wanted)
        const statuses = (await Promise.all([...attempts, change])).map(({ status }) => status)
        expect(statuses.at(-1)).toBe(200)
        expect(statuses.every((status) => status === 200 || status === 401)).toBe(true)
        expect(await sessions()).toBe(0)
      }
    },
    SLOW_MS,
  )

  test(
    'leaves only the session that changes its own password',
    async () => {
      for (const [round, pause] of PAUSES_MS.entries()) {
        await forgetAttempts()
        await own.db.execute(sql`delete from session where person_id = ${grace}`)
        const current = round === 0 ? OLD : `a new password ${round - 1}`
        const cookie = cookieOf(await signInWith(current))
        const attempts = [1, 2].map(() => signInWith(current))
        await sleep(pause)
        const changed = changeOwn(cookie, current, `a new password ${round}`)
        await Promise.all(attempts)
        expect((await changed).status).toBe(200)
        expect(await sessions()).toBe(1)
      }
    },
    SLOW_MS,
  )

  test('makes only one of several changes with the same current password', async () => {
    const cookie = cookieOf(await signInWith(OLD))
    const wanted = ['sow the long field', 'reap the long field', 'harrow the long field']
    const answers = await Promise.all(wanted.map((text) => changeOwn(cookie, OLD, text)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400, 400])
    const right = wanted[answers.findIndex(({ status }) => status === 200)] ?? ''
    await forgetAttempts()
    expect((await signInWith(right)).status).toBe(200)
  })

  test('changes nothing for a session that ended during the check', async () => {
    const cookie = cookieOf(await signInWith(OLD))
    const change = changeOwn(cookie, OLD, 'sow the long field')
    const headers = { cookie, 'sec-fetch-site': 'same-origin' }
    await ask(signOut, '/api/auth/sign-out', { method: 'POST', as: null, headers })
    const { status } = await change
    await forgetAttempts()
    expect([status, (await signInWith(OLD)).status]).toEqual([401, 200])
  })
})

describe('a sign-in that meets an admin', () => {
  test(
    'leaves no session when the person is disabled, so that enabling revives none',
    async () => {
      for (const pause of PAUSES_MS) {
        await forgetAttempts()
        const asking = { request: new Request('http://localhost:3000'), requestId: 'request-2' }
        const attempts = [1, 2].map(() => outcome(signInWith(OLD)))
        await sleep(pause)
        const started = [1, 2].map(() => outcome(startSession({ id: grace }, 'test', asking)))
        await disablePerson(acting, grace, await versionOf(grace))
        await Promise.all([...attempts, ...started])
        expect(await sessions()).toBe(0)
        await enablePerson(acting, grace, await versionOf(grace))
      }
    },
    SLOW_MS,
  )
})

describe('an act of an admin', () => {
  const ben: Viewer = { ...admin, id: 'ben', name: 'Ben' }
  const wanted = { name: 'Ledger', role: 'operator' as const, fundingSources: [], expiresInDays: 9 }
  beforeEach(() => signedInAs(ben, own.db))

  test('is refused if another admin took the role away while it waited', async () => {
    const first = own.db.transaction(async (tx) => {
      await tx.execute(sql`update person set role = 'operator' where id = 'ben'`)
      await sleep(200)
    })
    await sleep(50)
    expect(await outcome(createIntegration({ viewer: ben }, wanted))).toBe('403 not_allowed')
    await first
    expect(await rows(own.db, sql`select 1 from integration`)).toEqual([])
  })

  test('is refused to an admin who was disabled or deleted', async () => {
    await own.db.execute(sql`update person set disabled_at = now() where id = 'ben'`)
    expect(await outcome(createIntegration({ viewer: ben }, wanted))).toBe('403 not_allowed')
    await own.db.execute(sql`delete from person where id = 'ben'`)
    expect(await outcome(createIntegration({ viewer: ben }, wanted))).toBe('403 not_allowed')
  })

  test('leaves one admin when two take each other’s role away at once', async () => {
    const take = async (viewer: Viewer, id: string) => {
      const version = await versionOf(id)
      return outcome(changeAccess({ viewer }, id, { role: 'operator', fundingSources: [], version }))
    }
    const outcomes = await Promise.all([take(admin, 'ben'), take(ben, admin.id)])
    expect(outcomes.toSorted()).toEqual(['403 not_allowed', 'done'])
    expect(await rows(own.db, sql`select 1 from person where role = 'admin'`)).toHaveLength(1)
  })
})
