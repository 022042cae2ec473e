import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as signInRoute from '#app/api/auth/sign-in/route.ts'
import { verifyAudit } from '#lib/server/audit-log/verify.ts'
import { openDatabase } from '#lib/server/db/client.ts'
import { migrateDatabase } from '#lib/server/db/migrate.ts'
import { post, readFrom } from '#lib/testing/ask.ts'
import { emptyDatabase } from '#lib/testing/database.ts'
import { databaseContents } from '#lib/testing/database-contents.ts'
import { type Postgres15, postgres15Programs, startPostgres15 } from '#lib/testing/postgres-15.ts'
import {
  loadRelease,
  RELEASE_ACCOUNTS,
  RELEASE_SECRET,
  releaseBackup,
} from '#lib/testing/releases/releases.ts'
import { writeBackup } from './backup.ts'
import { restoreBackup } from './restore.ts'

/**
 * The stored release whose people have passwords, sessions, an open and a used invitation, an integration and
 * an audit log.
 */
const RELEASE = '0008'
const PEOPLE = ['person', 'account', 'session', 'invitation', 'access_request', 'integration', 'audit_event']
const signal = new AbortController().signal

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'furrow-installation-'))
  process.env.AUTH_SECRET = RELEASE_SECRET
  return () => rm(folder, { recursive: true, force: true })
})

async function installation(): Promise<string> {
  const url = await emptyDatabase()
  await loadRelease(url, RELEASE)
  await migrateDatabase(url)
  return url
}

async function backUp(url: string, name: string): Promise<string> {
  const file = path.join(folder, name)
  await writeBackup({ url, file, signal })
  return file
}

async function expectWhole(url: string, original: Record<string, string[]>): Promise<void> {
  expect(await databaseContents(url)).toEqual(original)
  for (const table of PEOPLE) expect([table, original[table]?.length]).not.toEqual([table, 0])
  const db = openDatabase(url, { max: 1 })
  const audit = await verifyAudit({ db, secrets: [RELEASE_SECRET], anchors: new Map() })
  await db.$client.end()
  expect([audit.fault, audit.verified]).toEqual([null, original.audit_event?.length])
}

describe('an installation with accounts, sessions, invitations, an integration and an audit log', () => {
  test('restores every row into an empty database, and its people sign in as before', async () => {
    const original = await installation()
    const restored = await emptyDatabase()
    await restoreBackup({ url: restored, file: await backUp(original, 'embedded.furrow'), signal })
    await expectWhole(restored, await databaseContents(original))
    const web = readFrom({ url: restored })
    for (const account of Object.values(RELEASE_ACCOUNTS))
      expect((await post(signInRoute, '/api/auth/sign-in', account)).status).toBe(200)
    const wrong = { ...RELEASE_ACCOUNTS.admin, password: 'never set by anybody' }
    expect((await post(signInRoute, '/api/auth/sign-in', wrong)).status).toBe(401)
    await web.$client.end()
  })

  test('restores from its own release’s file', async () => {
    const restored = await emptyDatabase()
    await restoreBackup({ url: restored, file: releaseBackup(RELEASE) ?? '', signal })
    await expectWhole(restored, await databaseContents(await installation()))
  })
})

describe.skipIf(postgres15Programs === null)('on PostgreSQL 15 (PG15_BIN)', () => {
  let postgres: Postgres15
  beforeAll(async () => {
    postgres = await startPostgres15()
  })
  afterAll(() => postgres.stop())

  test.each(['superuser', 'owner'] as const)(
    'restores as a %s, and from there into the embedded database again',
    async (role) => {
      const original = await installation()
      const own = await postgres.createDatabase(role)
      await restoreBackup({ url: own, file: await backUp(original, `to-${role}.furrow`), signal })
      await expectWhole(own, await databaseContents(original))
      const back = await emptyDatabase()
      await restoreBackup({ url: back, file: await backUp(own, `from-${role}.furrow`), signal })
      await expectWhole(back, await databaseContents(original))
    },
  )

  test('restores from its own release’s file', async () => {
    const own = await postgres.createDatabase('owner')
    await restoreBackup({ url: own, file: releaseBackup(RELEASE) ?? '', signal })
    await expectWhole(own, await databaseContents(await installation()))
  })
})
