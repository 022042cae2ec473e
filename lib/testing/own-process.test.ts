import path from 'node:path'
import { expect, test } from 'vitest'
import { changesItsProcess, filesOfOwnProcess } from './own-process.ts'

test.each([
  "process.env.APP_URL = 'https://furrow.example'",
  "process.env.AUTH_SECRET ??= 'a secret'",
  'delete process.env.APP_URL',
  'Object.assign(process.env, other)',
  "vi.stubEnv('PGSSLMODE', 'require')",
  "import '#lib/testing/quick-hashes.ts'",
])('a file with %s runs in a process of its own', (line) => {
  expect(changesItsProcess(`import { test } from 'vitest'\n  ${line}\n`)).toBe(true)
})

test.each(["if (process.env.TZ === 'UTC') run()", 'const env = { ...process.env, A: 1 }'])(
  'a file with %s shares its process',
  (line) => {
    expect(changesItsProcess(line)).toBe(false)
  },
)

test('files that set the environment are found below the root', () => {
  const root = path.resolve(import.meta.dirname, '../..')
  const found = filesOfOwnProcess(root, 'lib/server/**/*.test.ts')
  expect(found).toContain('lib/server/auth/address.test.ts')
  expect(found).not.toContain('lib/server/auth/keys.test.ts')
})
