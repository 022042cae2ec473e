import { afterAll, beforeAll, expect, test } from 'vitest'
import * as language from '#app/api/auth/language/route.ts'
import * as signIn from '#app/api/auth/sign-in/route.ts'
import { openTestDatabase, post } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { createPersonWithPassword } from '#lib/testing/people.ts'
import '#lib/testing/quick-hashes.ts'
import { languageChoicesOf } from './own-language.ts'

const ACCOUNT = { email: 'ngozi@example.com', password: 'quiet harvest at noon' }
const SAME_SITE = { 'sec-fetch-site': 'same-origin' }
let own: TestDatabase
let personId: string

beforeAll(async () => {
  own = await openTestDatabase()
  personId = (
    await createPersonWithPassword({ ...ACCOUNT, name: 'Ngozi', role: 'operator', fundingSources: [] })
  ).id
})
afterAll(() => own.drop())

/** Signs in with these cookies and returns the session's cookie and the one of the language, if it is set. */
async function signedIn(cookie = '') {
  const response = await post(signIn, '/api/auth/sign-in', ACCOUNT, { cookie, ...SAME_SITE })
  expect(response.status).toBe(200)
  const set = response.headers.getSetCookie()
  return { session: set[0]?.split(';')[0] ?? '', language: set.find((one) => one.startsWith('language=')) }
}

const choose = (session: string, wanted: unknown) =>
  post(language, '/api/auth/language', { language: wanted }, { cookie: session, ...SAME_SITE })

test('a chosen language holds in this browser and in every browser that signs in later', async () => {
  const here = await signedIn()
  expect(here.language).toBeUndefined()
  const response = await choose(here.session, 'en-XA')
  expect([response.status, await response.json()]).toEqual([200, { language: 'en-XA' }])
  expect(response.headers.get('set-cookie')).toBe(
    'language=en-XA; Path=/; HttpOnly; SameSite=Lax; Max-Age=34560000',
  )
  expect(await languageChoicesOf(personId)).toMatchObject({
    chosen: 'en-XA',
    languages: [{ language: 'en', name: 'English' }, { language: 'en-XA' }, { language: 'en-XB' }],
  })
  expect((await signedIn()).language).toContain('language=en-XA;')
  expect((await signedIn('language=en-XA')).language).toBeUndefined()
})

test('null follows the browser again, also where another person had chosen', async () => {
  const here = await signedIn('language=en-XA')
  const response = await choose(here.session, null)
  expect(response.headers.get('set-cookie')).toContain('language=; Path=/')
  expect((await languageChoicesOf(personId)).chosen).toBeNull()
  expect((await signedIn('language=en-XB')).language).toContain('Max-Age=0')
  expect((await signedIn()).language).toBeUndefined()
})

test.each(['fr', 'en-xa', '', 'x'.repeat(36), 7])('%o is refused and changes nothing', async (wanted) => {
  const { session } = await signedIn()
  const response = await choose(session, wanted)
  expect(response.status).toBe(400)
  expect(await response.text()).toContain('language')
  expect(response.headers.get('set-cookie')).toBeNull()
  expect((await languageChoicesOf(personId)).chosen).toBeNull()
})
