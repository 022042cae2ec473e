import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import * as forgottenRoute from '#app/api/auth/forgotten-password/route.ts'
import { submitAccessRequest } from '#lib/server/admin/access-requests.ts'
import { readPerson } from '#lib/server/admin/directory.ts'
import { invite } from '#lib/server/admin/invitations.ts'
import { makePasswordLink } from '#lib/server/admin/password-link.ts'
import { env } from '#lib/server/config/env.ts'
import { person } from '#lib/server/db/schema-people.ts'
import { admin, post } from '#lib/testing/ask.ts'
import { openDatabaseAndMail } from '#lib/testing/mail.ts'
import { createPersonWithPassword, signedInAs } from '#lib/testing/people.ts'
import { mailText } from '#lib/testing/smtp.ts'
import '#lib/testing/quick-hashes.ts'

const { own, smtp } = await openDatabaseAndMail()

const EMAIL = 'grace@example.com'
const ENGLISH = 'Choose a new password here:'
const ACCENTED = 'Çhóóšé á ñéw páššwórd héré:'
const DAY = /\d{1,2} [A-Z]\p{L}{2}.* 20\d\d/u
const acting = { viewer: admin, requestId: 'request-1' }
let grace: string

beforeEach(async () => {
  await own.db.delete(person)
  smtp.mails.length = 0
  env().mail = { url: smtp.url, from: 'furrow@example.com' }
  await signedInAs(admin, own.db)
  const given = { name: 'Grace Ọlá', email: EMAIL, role: 'admin' as const, fundingSources: [] }
  grace = (await createPersonWithPassword({ ...given, password: 'plough the long field' })).id
})

const choose = (id: string, language: string | null) =>
  own.db.update(person).set({ language }).where(eq(person.id, id))
/** Waits for so many mails, and returns their texts by recipient. */
async function mailed(count: number): Promise<Record<string, string>> {
  await expect.poll(() => smtp.mails.length).toBe(count)
  return Object.fromEntries(smtp.mails.map((mail) => [mail.to.join(), mailText(mail)]))
}

test.each([
  [null, ENGLISH],
  ['en', ENGLISH],
  ['en-XA', ACCENTED],
  // A language that only another release has.
  ['xx', ENGLISH],
])(
  'an admin’s password link reaches a person with the language %s in that language',
  async (language, line) => {
    await choose(grace, language)
    // The admin's own language changes nothing.
    await choose(admin.id, 'en-XB')
    const { link } = await makePasswordLink(acting, grace, (await readPerson(own.db, admin, grace)).version)
    const text = (await mailed(1))[EMAIL] ?? ''
    expect(text).toContain(line)
    expect(text.split('\n')).toContain(link)
    expect(text).toMatch(DAY)
  },
)

test('a forgotten password is answered in the person’s language', async () => {
  await choose(grace, 'en-XA')
  const asked = await post(
    forgottenRoute,
    '/api/auth/forgotten-password',
    { email: EMAIL },
    { 'x-furrow-address': '10.0.0.1' },
  )
  expect(asked.status).toBe(200)
  const text = (await mailed(1))[EMAIL] ?? ''
  expect(text).toContain(ACCENTED)
  expect(text).toMatch(/^https?:\S+\/new-password\/[\w-]{43}$/m)
})

test('each admin reads of an access request in a language of their own', async () => {
  await choose(grace, 'en-XA')
  await submitAccessRequest(
    { name: 'Bola', email: 'bola@example.com', organisation: 'AgriFund', fundingSources: '', reason: '' },
    { request: new Request('http://localhost/'), requestId: 'request-2' },
  )
  const { [EMAIL]: accented = '', ...others } = await mailed(2)
  expect(accented).toContain('Bola (AgriFund, bola@example.com)')
  expect(accented).toContain('Áppróvé ór déçlíñé')
  expect(Object.values(others)).toEqual([expect.stringContaining('Approve or decline the request here:')])
})

test('an invitation is in English, whatever the language of the admin', async () => {
  await choose(admin.id, 'en-XA')
  const wanted = { name: 'Bola', email: 'bola@example.com', role: 'operator' as const, fundingSources: [] }
  const { link } = await invite(acting, wanted)
  const text = (await mailed(1))['bola@example.com'] ?? ''
  expect(text).toContain('Choose your password here:')
  expect(text).toMatch(DAY)
  expect(text.split('\n')).toContain(link)
})
