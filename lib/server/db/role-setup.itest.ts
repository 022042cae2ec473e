import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { writeBackup } from '#lib/server/backup/backup.ts'
import { restoreBackup } from '#lib/server/backup/restore.ts'
import { type EmbeddedPostgres, startEmbedded } from '#lib/server/db/embedded/embedded.ts'
import { financier, operator, readFrom } from '#lib/testing/ask.ts'
import { scopeAnswers } from '#lib/testing/scope-answers.ts'
import { expectedAnswers } from '#lib/testing/scope-oracle.ts'
import { putScopedRows } from '#lib/testing/scope-rows.ts'
import { type Database, openDatabase, rows } from './client.ts'
import { SCOPED_TABLES } from './grants.ts'
import { migrateDatabase } from './migrate.ts'
import type { Work } from './take-role.ts'

// Roles belong to a whole server, so each test has its own server.

async function freshServer(): Promise<{ server: EmbeddedPostgres; folder: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'furrow-roles-'))
  await chmod(folder, 0o711)
  const server = await startEmbedded({ dataDir: folder, isDisposable: true })
  onTestFinished(async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
    await rm(server.dataFolder, { recursive: true, force: true })
  })
  return { server, folder }
}

/**
 * Creates a login role with these attributes and a database owned by that role.
 * @returns the address with which the role connects to the database
 */
async function tenant(server: EmbeddedPostgres, name: string, attributes = ''): Promise<string> {
  const client = new pg.Client({ connectionString: server.url('postgres') })
  await client.connect()
  const password = randomBytes(8).toString('hex')
  await client.query(`create role ${name} login ${attributes} password '${password}'`)
  await client.query(`create database ${name} owner ${name}`)
  await client.end()
  const url = new URL(server.url(name))
  url.username = name
  url.password = password
  return url.href
}

function open(url: string, work: Work): Database {
  const db = openDatabase(url, { work, max: 2 })
  onTestFinished(() => db.$client.end())
  return db
}

const whoIs = async (db: Database) =>
  (await rows<{ name: string }>(db, sql`select current_user as name`))[0]?.name
const countIn = (db: Database, table: string) =>
  rows(db, sql.raw(`select count(*)::int as count from ${table}`))

test('concurrent migrations of a server’s databases create the roles once, and each can use them', async () => {
  const { server } = await freshServer()
  const urls = await Promise.all(['one', 'two', 'three', 'four'].map((name) => server.createDatabase(name)))
  await Promise.all([...urls, ...urls].map((url) => migrateDatabase(url)))
  for (const url of urls) {
    expect(await whoIs(open(url, 'web'))).toBe('furrow_web')
    expect(await whoIs(open(url, 'sync'))).toBe('furrow_sync')
  }
})

test('an owner that may not create roles works as itself, and the scope still applies', async () => {
  const { server, folder } = await freshServer()
  const url = await tenant(server, 'managed')
  await migrateDatabase(url)
  await migrateDatabase(url)
  const web = open(url, 'web')
  expect([await whoIs(web), await whoIs(open(url, 'sync'))]).toEqual(['managed', 'managed'])
  const asked = await putScopedRows(open(url, 'owner'))
  for (const table of SCOPED_TABLES) expect(await countIn(web, table)).toEqual([{ count: 0 }])
  readFrom({ url })
  const past = openDatabase(server.url('managed'), { max: 1 })
  onTestFinished(() => past.$client.end())
  for (const viewer of [financier('AGRI-1', 'Heifer'), operator])
    expect(await scopeAnswers(viewer, asked)).toEqual(await expectedAnswers(past, viewer))

  const file = path.join(folder, 'managed.furrow')
  const signal = new AbortController().signal
  const { contents } = await writeBackup({ url, file, signal })
  expect(contents.rows).toMatchObject({ billing_period: 15, invoice: 45, row_history: 15 })
  const target = await tenant(server, 'restored')
  expect((await restoreBackup({ url: target, file, signal })).rows).toEqual(contents.rows)
  expect(await countIn(open(target, 'sync'), 'billing_period')).toEqual([{ count: 15 }])
  expect(await countIn(open(target, 'web'), 'billing_period')).toEqual([{ count: 0 }])
})

test('an owner that may create roles creates and uses them', async () => {
  const { server } = await freshServer()
  const url = await tenant(server, 'maker', 'createrole')
  await migrateDatabase(url)
  await migrateDatabase(url)
  expect(await whoIs(open(url, 'web'))).toBe('furrow_web')
  const asked = await putScopedRows(open(url, 'owner'))
  readFrom({ url })
  const past = openDatabase(server.url('maker'), { max: 1 })
  onTestFinished(() => past.$client.end())
  const owners = await rows(
    past,
    sql`select distinct pg_get_userbyid(proowner) as name from pg_proc where proname like 'furrow_search%'`,
  )
  expect(owners).toEqual([{ name: 'furrow_read_all' }])
  for (const viewer of [financier('AGRI-1', 'Heifer'), operator])
    expect(await scopeAnswers(viewer, asked)).toEqual(await expectedAnswers(past, viewer))
})

test('a web server that no policy applies to does not start, and the error names the fix', async () => {
  const { server } = await freshServer()
  const url = await tenant(server, 'loose', 'bypassrls')
  await migrateDatabase(url)
  await expect(open(url, 'web').$client.connect()).rejects.toMatchObject({
    name: 'DatabaseRoleError',
    message: expect.stringMatching(/loose, which has BYPASSRLS.*create role furrow_web nologin/),
  })
  const whole = await server.createDatabase('whole')
  await migrateDatabase(whole)
  const admin = new pg.Client({ connectionString: whole })
  await admin.connect()
  await admin.query('alter role furrow_web superuser')
  await admin.end()
  await expect(open(whole, 'web').$client.connect()).rejects.toThrow(
    /furrow_web is a superuser.*alter role furrow_web/,
  )
  expect(await whoIs(open(whole, 'sync'))).toBe('furrow_sync')
})
