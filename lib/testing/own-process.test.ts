import path from 'node:path'
import { expect, test } from 'vitest'
import { changesItsProcess, filesOfOwnProcess } from './own-process.ts'

test.each([
  "process.env.APP_URL = 'https://furrow.example'",
  "process.env.AUTH_SECRET ??= 'a secret'",
  'delete process.env.APP_URL',
  'Object.assign(process.env, other)',
  "vi.stubEnv('PGSSLMODE', 'require')",
])('a file with %s runs in a process of its own', (line) => {
  expect(changesItsProcess(`import { test } from 'vitest'\n  ${line}\n`)).toBe(true)
})

test.each(["if (process.env.TZ === 'UTC') run()", 'const env = { ...process.env, A: 1 }'])(
  'a file with %s shares its process',
  (line) => {
    expect(changesItsProcess(line)).toBe(false)
  },
)

const ROOT = path.resolve(import.meta.dirname, '../..')

test('files that set the environment themselves or by a helper are found below the root', () => {
  expect(filesOfOwnProcess(ROOT, 'lib/server/auth/*.test.ts')).toEqual([
    'lib/server/auth/address.test.ts',
    'lib/server/auth/session-cookie.test.ts',
  ])
  const found = filesOfOwnProcess(ROOT, 'lib/server/**/*.itest.ts')
  expect(found).toEqual(
    expect.arrayContaining([
      // By `vi.stubEnv` in testing/packs.ts, startConfiguredProvider, and quick-hashes.ts.
      'lib/server/invoices/pack-lock.itest.ts',
      'lib/server/auth/issuer.itest.ts',
      'lib/server/admin/invitations.itest.ts',
    ]),
  )
  expect(found).not.toContain('lib/server/billing-periods/list.itest.ts')
})
