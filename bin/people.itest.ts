import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as newPasswordRoute from '#app/api/auth/new-password/route.ts'
import * as signInRoute from '#app/api/auth/sign-in/route.ts'
import { runCommand } from '#bin/testing/command.ts'
import { rows } from '#lib/server/db/client.ts'
import { openTestDatabase, post } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { createPersonWithPassword } from '#lib/testing/people.ts'

const EMAIL = 'ada@example.com'
const NEW = 'harrow the long field'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
  const given = { name: 'Ada Eze', email: EMAIL, role: 'admin' as const, fundingSources: [] }
  await createPersonWithPassword({ ...given, password: 'plough the long field' })
})
afterAll(() => own.drop())

const people = (args: readonly string[]) =>
  runCommand('people.ts', args, {
    DATABASE_URL: own.url,
    AUTH_SECRET: process.env.AUTH_SECRET ?? '',
    APP_URL: 'https://furrow.example',
  })

test('a lone admin signs in again with a link printed by the server, and the audit log records the link', async () => {
  const { code, output, errors } = await people(['reset-link', ' ADA@example.com'])
  expect([code, output]).toEqual([
    0,
    expect.stringContaining('Ada Eze: https://furrow.example/new-password/'),
  ])
  const [, token = ''] = /\/new-password\/([\w-]{43})\n/.exec(output) ?? []
  // Log lines go to standard error, so that they never mix with the output for users.
  const said = output.slice(0, output.length - errors.length)
  expect(said).toMatch(/^(Warning .*\n)*\nAda Eze: \S+\n\nIt works once, until [\d-]+ [\d:]+ UTC\.\n$/)
  expect(output).toContain('"auditSequence":1')
  const logged = output.split('\n').filter((line) => line.startsWith('{'))
  expect(logged.join('\n')).not.toContain(token)
  expect(
    await rows(own.db, sql`select actor_kind as by, details::jsonb ->> 'way' as way from audit_event`),
  ).toEqual([{ by: 'system', way: 'command' }])
  expect((await post(newPasswordRoute, '/api/auth/new-password', { token, password: NEW })).status).toBe(200)
  expect((await post(signInRoute, '/api/auth/sign-in', { email: EMAIL, password: NEW })).status).toBe(200)
})

test('refuses a link for an unknown or disabled account and says why', async () => {
  const unknown = await people(['reset-link', 'nobody@example.com'])
  expect(unknown).toMatchObject({
    code: 1,
    output: expect.stringContaining('Nobody here has the e-mail address nobody@example.com.'),
  })
  await own.db.execute(sql`update person set disabled_at = now()`)
  const disabled = await people(['reset-link', EMAIL])
  expect(disabled).toMatchObject({
    code: 1,
    output: expect.stringContaining('Ada Eze is disabled: enable the account first.'),
  })
})

test('prints the usage for an unknown command', async () => {
  for (const args of [['reset-link'], ['reset-link', EMAIL, 'more'], ['--all']]) {
    const { code, output } = await people(args)
    expect([code, output]).toEqual([1, expect.stringContaining('Usage: npm run people -- reset-link EMAIL')])
  }
})
