import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { startFurrow } from '#bin/testing/start.ts'
import { ADVISORY_LOCKS } from '#lib/server/db/advisory-locks.ts'
import { dropDatabase } from '#lib/testing/database.ts'

/** Opens a connection that is closed at the end of the test. */
async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  onTestFinished(() => client.end())
  return client
}

test('SIGTERM immediately ends a start that waits for another start’s migrations', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'furrow-start-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const name = `waiting_${randomBytes(6).toString('hex')}`
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  const admin = await connected(inject('postgresUrl'))
  await admin.query(`create database ${name}`)
  onTestFinished(() => dropDatabase(admin, name))
  const migrating = await connected(url.href)
  await migrating.query('select pg_advisory_lock($1)', [ADVISORY_LOCKS.migration])

  const AUTH_SECRET = 'a secret that only tests know, 32+'
  const run = startFurrow({ DATA_DIR: path.join(folder, 'data'), DATABASE_URL: url.href, AUTH_SECRET })
  onTestFinished(() => void run.process.kill('SIGKILL'))
  const waiting = "select 1 from pg_stat_activity where datname = $1 and wait_event = 'advisory'"
  await expect.poll(() => admin.query(waiting, [name])).toMatchObject({ rowCount: 1 })
  run.process.kill('SIGTERM')
  expect(await Promise.race([run.ended, sleep(10_000, 'it still waits')])).toBe(0)
})
