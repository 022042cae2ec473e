import { copyFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { beforeAll, expect, test, vi } from 'vitest'
import { runCommand } from '#bin/testing/command.ts'
import { anchorFile } from '#lib/server/audit/anchors.ts'
import { emptyDatabase } from '#lib/testing/database.ts'
import { databaseContents } from '#lib/testing/database-contents.ts'
import { RELEASE_SECRET, releaseBackup } from '#lib/testing/releases/releases.ts'

const FILE = releaseBackup('0008') ?? ''
const OTHER_SECRET = 'another secret, made up for this test'

// Each test runs several commands in sequence.
vi.setConfig({ testTimeout: 180_000 })

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'furrow-restore-'))
  return () => rm(folder, { recursive: true, force: true })
})

const command = (name: 'backup' | 'restore', args: readonly string[], environment: Record<string, string>) =>
  runCommand(`${name}.ts`, args, { DATA_DIR: path.join(folder, 'data'), ...environment })

async function isEmpty(url: string): Promise<boolean> {
  const { person = [], billing_period = [] } = await databaseContents(url)
  return person.length + billing_period.length === 0
}

test('--check reads the whole file without a database and prints its contents, date and release', async () => {
  const { code, output } = await command('restore', ['--check', FILE], {
    DATABASE_URL: 'postgres://127.0.0.1:1/none',
  })
  expect(output).toMatch(/is intact: every count and checksum matches/)
  expect(output).toMatch(
    /831 rows of 27 tables: data of real sources; made 2026-11-29 .* schema 0008_aggregates/,
  )
  expect(output).toMatch(/person +2\n/)
  expect(output).toMatch(/Secret +not in the file/)
  expect(code).toBe(0)
  const cut = path.join(folder, 'cut.furrow')
  await copyFile(FILE, cut)
  await truncate(cut, 9_000)
  const damaged = await command('restore', ['--check', cut], {})
  expect([damaged.code, damaged.output]).toEqual([
    1,
    expect.stringContaining(`${cut}: The backup is cut short`),
  ])
})

test('a restore with the right secret verifies the audit log, and a backup of it says that it excludes the secret', async () => {
  const url = await emptyDatabase()
  const environment = { DATABASE_URL: url, AUTH_SECRET: RELEASE_SECRET }
  const restored = await command('restore', [FILE], environment)
  expect(restored.output).toMatch(/AUTH_SECRET is the one that sealed the audit log/)
  expect(restored.output).toMatch(/all 13 events verified; the log ends at 13/)
  expect(restored.code).toBe(0)
  const file = path.join(folder, 'again.furrow')
  const backup = await command('backup', [file], environment)
  expect(backup.output).toMatch(/written and verified[\s\S]*Not in it +the secret \(AUTH_SECRET\)/)
  expect(backup.code).toBe(0)
  expect((await readFile(file)).includes(RELEASE_SECRET)).toBe(false)
})

test('refuses a different secret before writing anything, and accepts it with --other-secret', async () => {
  const url = await emptyDatabase()
  const environment = { DATABASE_URL: url, AUTH_SECRET: OTHER_SECRET }
  const refused = await command('restore', [FILE], environment)
  expect(refused).toMatchObject({
    code: 1,
    output: expect.stringMatching(/AUTH_SECRET is not the one.*--other-secret/),
  })
  expect(await databaseContents(url)).toEqual({})
  const meant = await command('restore', [FILE, '--other-secret'], environment)
  expect(meant.output).toMatch(/sessions end[\s\S]*not verified: that needs the secret/)
  expect(meant.code).toBe(0)
})

test('a restore without a secret asks for it and names the consequences, and --secret-file supplies it', async () => {
  const asked = await command('restore', [FILE], { DATABASE_URL: await emptyDatabase() })
  expect(asked.output).toMatch(/Secret +missing[\s\S]*sessions end[\s\S]*--secret-file FILE/)
  expect(asked.output).toMatch(/Next +set AUTH_SECRET to the secret of the backup\n[\s\S]* then npm start\n$/)
  expect(asked.code).toBe(0)
  const secret = path.join(folder, 'secret-of-then')
  await writeFile(secret, `${RELEASE_SECRET}\n`)
  const given = await command('restore', [FILE, '--secret-file', secret], {
    DATABASE_URL: await emptyDatabase(),
  })
  expect(given.output).toMatch(/is the one that sealed the audit log[\s\S]*all 13 events verified/)
  expect(given.code).toBe(0)
})

test('exits with 2 and names the event when the audit log was edited before the backup', async () => {
  const edited = await emptyDatabase()
  const environment = { DATABASE_URL: edited, AUTH_SECRET: RELEASE_SECRET }
  await command('restore', [FILE], environment)
  const client = new pg.Client({ connectionString: edited })
  await client.connect()
  await client.query('alter table audit_event disable trigger user')
  await client.query("update audit_event set actor_name = 'somebody else' where sequence = 2")
  await client.end()
  const file = path.join(folder, 'edited.furrow')
  expect((await command('backup', [file], environment)).code).toBe(0)
  const { code, output } = await command('restore', [file], {
    ...environment,
    DATABASE_URL: await emptyDatabase(),
  })
  expect([code, output]).toEqual([2, expect.stringMatching(/NOT INTACT: event 2: edited/)])
})

test('exits with 3 when a step after the restore fails, because the rows are stored', async () => {
  const url = await emptyDatabase()
  const dataDir = path.join(folder, 'unreadable anchors')
  await mkdir(anchorFile(dataDir, url), { recursive: true })
  const { code, output } = await command('restore', [FILE], {
    DATABASE_URL: url,
    DATA_DIR: dataDir,
    AUTH_SECRET: RELEASE_SECRET,
  })
  expect([code, output]).toEqual([3, expect.stringContaining('Restored, but a later step failed:')])
  expect(await isEmpty(url)).toBe(false)
})

test('explains in one line why a file cannot be restored and leaves the database empty', async () => {
  const url = await emptyDatabase()
  const environment = { DATABASE_URL: url, AUTH_SECRET: RELEASE_SECRET }
  const wrong: [string[], RegExp][] = [
    [[path.join(folder, 'absent')], /absent cannot be found.*Correct the path/],
    [[folder], /: This is a folder\. Name a file/],
    [
      [path.resolve('package.json')],
      /\/package\.json: This file is not a backup of Furrow, or it is damaged\./,
    ],
    [[FILE, '--secret-file', path.join(folder, 'none')], /--secret-file .*none cannot be read/],
    [[], /Usage: npm run restore/],
    [[FILE, '--force'], /Usage: npm run restore/],
  ]
  for (const [args, line] of wrong) {
    const { code, output } = await command('restore', args, environment)
    expect([args, code, output]).toEqual([args, 1, expect.stringMatching(line)])
  }
  expect(await databaseContents(url)).toEqual({})
})

test('refuses a database that has rows and keeps them', async () => {
  const url = await emptyDatabase()
  const environment = { DATABASE_URL: url, AUTH_SECRET: RELEASE_SECRET }
  await command('restore', [FILE], environment)
  const again = await command('restore', [FILE], environment)
  expect([again.code, again.output]).toEqual([1, expect.stringMatching(/newer schema|not empty/)])
  expect(await isEmpty(url)).toBe(false)
})
