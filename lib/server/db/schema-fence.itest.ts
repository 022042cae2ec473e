import { sql } from 'drizzle-orm'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { mirrorContent } from '#lib/server/sync/testing/content.ts'
import {
  idsOfWeek,
  type Mirror,
  startMirror,
  startReadMirror,
  WEEK,
} from '#lib/server/sync/testing/mirror.ts'
import { runWorker } from '#lib/server/sync/worker.ts'
import { ADVISORY_LOCKS } from './advisory-locks.ts'
import { migrateDatabase } from './migrate.ts'
import { SCHEMA } from './schema-number.ts'
import { requestWindows } from './window-requests.ts'

/** A connection as opened by every release before the schema check: the session names no schema. */
async function formerRelease(mirror: Mirror): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: mirror.url })
  await client.connect()
  onTestFinished(() => client.end())
  await client.query("set furrow.scope = 'all'")
  return client
}

async function changedMirror(): Promise<Mirror> {
  const mirror = await startReadMirror()
  const [id = ''] = idsOfWeek(mirror)
  mirror.sandbox.rows.change({ resource: 'billing-periods', id, fields: { amount: '3.75' } })
  return mirror
}

/** The database state that the first start of a newer release leaves behind. */
const upgrade = (mirror: Mirror) =>
  mirror.db.execute(
    sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', ${SCHEMA + 1_000})`,
  )
const undoUpgrade = (mirror: Mirror) =>
  mirror.db.execute(sql`delete from drizzle.__drizzle_migrations where hash = 'newer'`)

test('a release without the schema check can neither lease a window nor write its rows', async () => {
  const mirror = await changedMirror()
  const before = await mirrorContent(mirror.db)
  const former = await formerRelease(mirror)
  await expect(former.query('update sync_window set token = token + 1')).rejects.toMatchObject({
    code: 'FU001',
  })
  await former.query('begin')
  await former.query('update billing_period set amount = 1')
  await expect(former.query("update sync_window set state = 'complete'")).rejects.toMatchObject({
    code: 'FU001',
  })
  await former.query('rollback')
  expect(await mirrorContent(mirror.db)).toEqual(before)
})

test('a worker stops when a newer release has upgraded the database, says why and writes nothing', async () => {
  const mirror = await changedMirror()
  const before = await mirrorContent(mirror.db)
  await requestWindows(mirror.db, sql`resource = 'billing-periods' and from_day = ${WEEK}`, mirror.clock.now)
  await upgrade(mirror)
  const stop = new AbortController()
  const notes: string[] = []
  const ended = runWorker({
    ...mirror,
    signal: stop.signal,
    now: () => mirror.clock.now,
    onNote: (line) => notes.push(line),
  })
  onTestFinished(async () => {
    stop.abort(new Error('stopped by the test'))
    await ended
  })
  const soon = { interval: 200 }
  await expect
    .poll(() => notes.at(-1), soon)
    .toMatch(/stopped: .*schema of another release.*start that release/)
  expect(await mirrorContent(mirror.db)).toEqual(before)
  await undoUpgrade(mirror)
  await expect.poll(() => notes.at(-1), soon).toBe('Reading the sources resumed.')
  await expect.poll(() => mirrorContent(mirror.db), soon).not.toEqual(before)
})

test('a start refuses a database that a newer release upgraded, and changes nothing in it', async () => {
  const mirror = await startMirror()
  await upgrade(mirror)
  await expect(migrateDatabase(mirror.url)).rejects.toMatchObject({
    name: 'SchemaError',
    message: expect.stringMatching(/newer release of Furrow.*Start that release, or restore a backup/),
  })
  await undoUpgrade(mirror)
  await migrateDatabase(mirror.url)
})

test('a run that meets a migration fails like a lock conflict and can be repeated later', async () => {
  const mirror = await changedMirror()
  const migration = await formerRelease(mirror)
  await migration.query('select pg_advisory_lock($1)', [ADVISORY_LOCKS.schema])
  const asked = () => requestWindows(mirror.db, sql`from_day = ${WEEK}`, mirror.clock.now)
  await expect(asked()).rejects.toMatchObject({ cause: { code: '55P03' } })
  await migration.query('select pg_advisory_unlock($1)', [ADVISORY_LOCKS.schema])
  expect(await asked()).toBeGreaterThan(0)
})
