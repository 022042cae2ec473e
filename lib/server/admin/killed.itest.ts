import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as requestAccess from '#app/api/access-requests/route.ts'
import * as newPassword from '#app/api/auth/new-password/route.ts'
import * as setup from '#app/api/auth/setup/route.ts'
import * as accept from '#app/api/invitations/accept/route.ts'
import { readOffer } from '#lib/server/auth/accept-invitation.ts'
import { isSetupOpen, prepareFirstAdmin } from '#lib/server/auth/first-admin.ts'
import { readLinkOwner } from '#lib/server/auth/forgotten-password.ts'
import { passwordHashOf } from '#lib/server/auth/passwords.ts'
import { processWide } from '#lib/server/config/process-wide.ts'
import { type Database, rows } from '#lib/server/db/client.ts'
import { admin, openTestDatabase, post } from '#lib/testing/ask.ts'
import { cutAtStatement } from '#lib/testing/cut-database.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { createPersonWithPassword, signedInAs } from '#lib/testing/people.ts'
import '#lib/testing/quick-hashes.ts'
import { readPerson } from './directory.ts'
import { createIntegration } from './integrations.ts'
import { invite } from './invitations.ts'
import { makePasswordLink } from './password-link.ts'

// Kills each act at its first statement, at its second, and so on, until the act completes.

const shared = processWide<Database>('furrowDatabase')
const MOST_STATEMENTS = 60
/** Each round of these tests hashes one or two passwords. */
const SLOW_MS = 300_000
const OLD = 'plough the long field'
const NEW = 'harrow the long field'
const acting = { viewer: admin, requestId: 'request-1' }

let own: TestDatabase
let web: Database
beforeAll(async () => {
  own = await openTestDatabase()
  if (!shared.value) throw new Error('no database is in use')
  web = shared.value
})
beforeEach(async () => {
  await own.db.execute(
    sql`truncate person, session, account, verification, invitation, access_request, integration cascade`,
  )
  await signedInAs(admin, own.db)
})
afterAll(() => own.drop())

type Killing<Subject> = {
  /** Prepares the data that the act needs. */
  begin: () => Promise<Subject>
  act: (subject: Subject) => Promise<unknown>
  /** Asserts on the state that a person and an admin find afterwards. */
  check: (subject: Subject) => Promise<void>
}

/** @returns at how many statements the act was killed */
async function killEverywhere<Subject>({ begin, act, check }: Killing<Subject>): Promise<number> {
  for (let at = 1; at <= MOST_STATEMENTS; at += 1) {
    await own.db.execute(sql`truncate rate_limit`)
    const subject = await begin()
    const { db, wasCut } = cutAtStatement(web, at)
    shared.value = db
    await act(subject).catch(() => {})
    shared.value = web
    await own.db.execute(sql`truncate rate_limit`)
    await check(subject)
    if (!wasCut()) return at - 1
  }
  throw new Error(`The act has more than ${MOST_STATEMENTS} statements`)
}

const count = async (what: ReturnType<typeof sql>) => (await rows(own.db, what)).length
const events = (action: string, subject: string) =>
  count(sql`select 1 from audit_event where action = ${action} and outcome = 'ok' and subject = ${subject}`)
const endOf = (link: string) => new URL(link).pathname.split('/').at(-1) ?? ''

/** Counts the accounts with a password of an e-mail address. */
const accountsOf = (email: string) =>
  count(sql`select 1 from person join account on person_id = person.id where email = ${email}`)

describe('a process that is killed', () => {
  test(
    'while an invitation is accepted leaves a working link or a working account',
    async () => {
      const body = { name: 'Grace', password: OLD }
      const killed = await killEverywhere({
        begin: async () => {
          const email = `${randomUUID()}@example.com`
          const made = await invite(acting, { name: 'Grace', email, role: 'operator', fundingSources: [] })
          return { email, token: endOf(made.link), subject: `invitation:${made.invitation.id}` }
        },
        act: ({ token }) => post(accept, '/api/invitations/accept', { token, ...body }),
        check: async ({ email, token, subject }) => {
          const isUsed = (await readOffer(token)) === null ? 1 : 0
          expect([await accountsOf(email), await events('invitation.accept', subject)]).toEqual([
            isUsed,
            isUsed,
          ])
        },
      })
      expect(killed).toBeGreaterThan(5)
    },
    SLOW_MS,
  )

  test(
    'while the first admin is set up leaves a working link or an admin who can sign in',
    async () => {
      const fresh = { admin: null, sandbox: null, appUrl: 'https://furrow.example.com/' }
      const person = { name: 'Ada', email: 'ada@example.com', password: OLD }
      const killed = await killEverywhere({
        begin: async () => {
          await own.db.execute(sql`truncate person, verification cascade`)
          return new URL((await prepareFirstAdmin(own.db, fresh)) ?? '').searchParams.get('token') ?? ''
        },
        act: (token) => post(setup, '/api/auth/setup', { token, ...person }),
        check: async (token) => {
          expect(await accountsOf(person.email)).toBe((await isSetupOpen(token)) ? 0 : 1)
        },
      })
      expect(killed).toBeGreaterThan(5)
    },
    SLOW_MS,
  )

  test(
    'while a link sets a password leaves the old password and the link, or the new password without the link',
    async () => {
      await killEverywhere({
        begin: async () => {
          const email = `${randomUUID()}@example.com`
          const given = { name: 'Grace', email, password: OLD, role: 'operator' as const, fundingSources: [] }
          const { id } = await createPersonWithPassword(given)
          const { link } = await makePasswordLink(acting, id, (await readPerson(own.db, admin, id)).version)
          return { id, former: await passwordHashOf(id), token: endOf(link) }
        },
        act: ({ token }) => post(newPassword, '/api/auth/new-password', { token, password: NEW }),
        check: async ({ id, former, token }) => {
          const isNew = (await passwordHashOf(id)) !== former
          expect(await readLinkOwner(token)).toEqual(isNew ? null : expect.anything())
          expect(await events('person.reset_password', `person:${id}`)).toBe(isNew ? 1 : 0)
        },
      })
    },
    SLOW_MS,
  )

  test('while somebody requests access leaves a request with its audit event, or neither', async () => {
    const asked = { name: 'Grace', organisation: 'Agri', fundingSources: 'all', reason: 'weekly' }
    await killEverywhere({
      begin: async () => `${randomUUID()}@example.com`,
      act: (email) => post(requestAccess, '/api/access-requests', { ...asked, email }),
      check: async (email) => {
        const [kept] = await rows<{ id: string }>(
          own.db,
          sql`select id from access_request where email = ${email}`,
        )
        const told = sql`select 1 from audit_event where action = 'access_request.submit' and outcome = 'ok'`
        expect(await count(told)).toBe(await count(sql`select 1 from access_request`))
        if (kept) expect(await events('access_request.submit', `access_request:${kept.id}`)).toBe(1)
      },
    })
  })

  test('while an admin acts leaves the change with its audit event, or neither', async () => {
    await killEverywhere({
      begin: async () => randomUUID(),
      act: (name) =>
        createIntegration(acting, { name, role: 'operator', fundingSources: [], expiresInDays: 9 }),
      check: async () => {
        const made = sql`select 1 from audit_event where action = 'integration.create'`
        expect(await count(made)).toBe(await count(sql`select 1 from integration`))
      },
    })
  })
})
