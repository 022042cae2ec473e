import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { runCommand } from '#bin/testing/command.ts'
import { RELEASE_SECRET, releaseBackup } from '#lib/testing/releases/releases.ts'

// Commands that work on an existing installation create nothing: no database in a mistyped folder, and no new
// secret beside an audit log that another secret sealed.

vi.setConfig({ testTimeout: 120_000 })

const FILE = releaseBackup('0008') ?? ''
let root: string
let dataDir: string
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'furrow-installed-'))
  await chmod(root, 0o711)
  dataDir = path.join(root, 'restored')
})
afterAll(() => rm(root, { recursive: true, force: true }))

test.each([
  ['audit-verify.ts', [], 2],
  ['backup.ts', ['/tmp/never-written.furrow'], 1],
  ['people.ts', ['reset-link', 'ada@example.com'], 1],
] as const)(
  '%s refuses a folder where Furrow was never started and creates nothing there',
  async (script, args, code) => {
    const mistyped = path.join(root, 'mistyped')
    const ended = await runCommand(script, args, { DATA_DIR: mistyped })
    expect(ended.output).toBe(
      `\nDATA_DIR is ${mistyped}, where Furrow was never started. Name the folder that it runs with, or its DATABASE_URL.\n`,
    )
    expect(ended.code).toBe(code)
    expect(await readdir(root)).not.toContain('mistyped')
  },
)

test('after a restore without the secret, no command creates one, and each command says where the secret belongs', async () => {
  const environment = { DATA_DIR: dataDir }
  const secret = path.join(dataDir, 'secret')
  const restored = await runCommand('restore.ts', [FILE], environment)
  expect(restored.output).toContain(
    `Next        put the secret of the backup into ${secret}, or AUTH_SECRET
            then configure the sources as before (.env); without them Furrow shows the sandbox
            then npm start with DATA_DIR=${dataDir}\n`,
  )
  const checked = await runCommand('audit-verify.ts', [], environment)
  expect([checked.code, checked.output]).toEqual([
    2,
    expect.stringContaining(
      `The secret is missing, and the audit log cannot be verified without it. Put it back into ${secret}, or set AUTH_SECRET to it.`,
    ),
  ])
  const backup = await runCommand('backup.ts', [path.join(root, 'again.furrow')], environment)
  expect([backup.code, backup.output]).toEqual([0, expect.stringContaining(`missing from ${secret} as well`)])
  expect(await readdir(dataDir)).not.toContain('secret')
  await writeFile(secret, RELEASE_SECRET)
  const again = await runCommand('audit-verify.ts', [], environment)
  expect([again.code, again.output]).toEqual([0, expect.stringContaining('all 13 events verified')])
})
