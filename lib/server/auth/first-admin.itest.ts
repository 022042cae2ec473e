import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as setup from '#app/api/auth/setup/route.ts'
import { ConfigurationError } from '#lib/server/config/env.ts'
import { rows } from '#lib/server/db/client.ts'
import { openTestDatabase, post } from '#lib/testing/ask.ts'
import { emptyAuditLog } from '#lib/testing/audit.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { createPersonWithPassword } from '#lib/testing/people.ts'
import '#lib/testing/quick-hashes.ts'
import { isSetupOpen, prepareFirstAdmin } from './first-admin.ts'
import { currentViewer } from './viewer.ts'

const admin = { email: 'ada@example.com', password: 'quiet harvest at noon' }
const fresh = { admin: null, sandbox: null, appUrl: 'https://furrow.example.com/' }
const person = { name: 'Ada', ...admin }

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
})
beforeEach(async () => {
  await own.db.execute(sql`truncate person, verification, rate_limit cascade`)
  await emptyAuditLog(own.db)
})
afterAll(() => own.drop())

const people = () => rows<{ email: string; role: string }>(own.db, sql`select email, role from person`)
const tokenOf = (link: string | null) => new URL(link ?? '').searchParams.get('token') ?? ''

const setUp = (body: Record<string, unknown>) => post(setup, '/api/auth/setup', body)

describe('ADMIN_EMAIL and ADMIN_PASSWORD', () => {
  test('create the first admin once, and print no link', async () => {
    expect(await prepareFirstAdmin(own.db, { ...fresh, admin })).toBeNull()
    expect(
      await prepareFirstAdmin(own.db, { ...fresh, admin: { ...admin, email: 'other@example.com' } }),
    ).toBeNull()
    expect(await people()).toEqual([{ email: admin.email, role: 'admin' }])
  })

  test('create one admin when several servers start at the same moment', async () => {
    await Promise.all([1, 2, 3].map(() => prepareFirstAdmin(own.db, { ...fresh, admin })))
    expect(await people()).toHaveLength(1)
  })

  test.each(['short', 'password123', 'a'.repeat(129), 'ADA@example.com'])(
    'stop the start with the variable’s name when the password is easy to guess or out of bounds: %s',
    async (password) => {
      const attempt = prepareFirstAdmin(own.db, { ...fresh, admin: { ...admin, password } })
      await expect(attempt).rejects.toThrow(ConfigurationError)
      await expect(attempt).rejects.toThrow(/ADMIN_PASSWORD (must|may|is|repeats)/)
      await expect(attempt).rejects.not.toThrow(password)
      expect(await people()).toEqual([])
    },
  )

  test('let an installation start whose admin exists, even if today’s rules refuse its password', async () => {
    await prepareFirstAdmin(own.db, { ...fresh, admin })
    expect(
      await prepareFirstAdmin(own.db, { ...fresh, admin: { ...admin, password: admin.email } }),
    ).toBeNull()
  })
})

describe('the setup link', () => {
  test('is made only while there is no admin, and never in the sandbox', async () => {
    expect(await prepareFirstAdmin(own.db, { ...fresh, sandbox: 'default' })).toBeNull()
    expect(await prepareFirstAdmin(own.db, fresh)).toMatch(
      /^https:\/\/furrow\.example\.com\/setup\?token=[\w-]{32}$/,
    )
    await createPersonWithPassword({ ...person, role: 'admin', fundingSources: [] })
    expect(await prepareFirstAdmin(own.db, fresh)).toBeNull()
  })

  test('is made again after the locked-out only admin’s role was taken away in the database', async () => {
    await createPersonWithPassword({ ...person, role: 'admin', fundingSources: [] })
    await own.db.execute(sql`update person set role = 'operator' where email = ${person.email}`)
    const token = tokenOf(await prepareFirstAdmin(own.db, fresh))
    expect((await setUp({ token, ...person, email: 'again@example.com' })).status).toBe(200)
  })

  test('is stored as a hash, and only the latest one works', async () => {
    const first = tokenOf(await prepareFirstAdmin(own.db, fresh))
    const second = tokenOf(await prepareFirstAdmin(own.db, fresh))
    const kept = await rows(own.db, sql`select * from verification`)
    expect(kept).toHaveLength(1)
    expect(JSON.stringify(kept)).not.toContain(second)
    expect([await isSetupOpen(first), await isSetupOpen(second), await isSetupOpen('')]).toEqual([
      false,
      true,
      false,
    ])
  })

  test('creates and signs in one admin and no second one, even when used twice at once', async () => {
    const token = tokenOf(await prepareFirstAdmin(own.db, fresh))
    const weak = await setUp({ token, ...person, password: '12345678' })
    expect([weak.status, (await weak.json()).param]).toEqual([400, 'password'])
    for (const password of ['ada@example.com', 'Ada Lovelace', 'lovelace2026']) {
      const own = await setUp({ token, ...person, name: 'Ada Lovelace', password })
      const problem = await own.json()
      expect([own.status, problem.param]).toEqual([400, 'password'])
      expect(problem.detail).toMatch(/^password: The password is made of your name or e-mail address/)
    }
    const answers = await Promise.all([
      setUp({ token, ...person }),
      setUp({ token, ...person, email: 'second@example.com' }),
    ])
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 403])
    expect(await people()).toHaveLength(1)
    const made = answers.find((answer) => answer.status === 200)
    const cookie = made?.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect(await currentViewer(new Request('http://localhost:3000', { headers: { cookie } }))).toMatchObject({
      name: 'Ada',
      role: 'admin',
    })
    const again = await setUp({ token, ...person })
    expect([again.status, (await again.json()).detail]).toEqual([
      403,
      'This setup link was used, is over, or a newer one was printed. If Furrow has an admin, sign in, or ask that admin for an invitation. If it has none, start Furrow again and open the link it prints.',
    ])
  })

  test('expires after a day, and stops working once an admin exists', async () => {
    const token = tokenOf(await prepareFirstAdmin(own.db, fresh))
    await own.db.execute(sql`update verification set expires_at = now() - interval '1 second'`)
    expect((await setUp({ token, ...person })).status).toBe(403)
    const next = tokenOf(await prepareFirstAdmin(own.db, fresh))
    await createPersonWithPassword({
      ...person,
      email: 'grace@example.com',
      role: 'admin',
      fundingSources: [],
    })
    expect((await setUp({ token: next, ...person })).status).toBe(403)
    expect((await setUp({ token: 'guessed', ...person })).status).toBe(403)
  })
})
