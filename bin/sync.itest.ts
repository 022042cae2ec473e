import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { inherited, UNSET } from '#bin/testing/environment.ts'
import { said, startFurrow } from '#bin/testing/start.ts'
import type { Sandbox } from '#lib/sandbox/http/sandbox.ts'
import { startSmallSandbox } from '#lib/sandbox/testing.ts'
import { rows } from '#lib/server/db/client.ts'
import { type TestDatabase, testDatabase } from '#lib/testing/database.ts'

const FIRST_DAY = '2026-11-09'
const WRONG_KEY = 'a-key-that-is-no-longer-valid'

let folder: string
let sandbox: Sandbox
let own: TestDatabase
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'furrow-sync-'))
  sandbox = await startSmallSandbox()
})
afterAll(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  own = await testDatabase()
  return () => own.drop()
})

const environment = () => ({
  DATABASE_URL: own.url,
  DATA_DIR: folder,
  AUTH_SECRET: 'a secret that only tests know, 32+',
  SYNC_FROM: FIRST_DAY,
  HELLO_TRACTOR_URL: sandbox.url,
  HELLO_TRACTOR_API_KEY: sandbox.keys.helloTractor,
})

/** Runs `npm run sync -- …` with only Hello Tractor configured. */
const sync = (args: readonly string[], changed: Record<string, string> = {}) =>
  command('sync.ts', args, changed)

function command(file: string, args: readonly string[], changed: Record<string, string> = {}) {
  const script = path.join(import.meta.dirname, file)
  const env = { ...inherited(), ...UNSET, ...environment(), ...changed }
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      ['--conditions=react-server', script, ...args],
      { env },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, output: `${stdout}${stderr}` }),
    )
  })
}

test('a range without any week is answered with the available weeks and exits with 2', async () => {
  const early = await sync(['--once', '--to', '2026-11-08'])
  expect(early.output).toContain(
    `No week has days up to 2026-11-08. Furrow reads from ${FIRST_DAY}; SYNC_FROM sets that day.`,
  )
  const between = await sync(['--once', '--from', '2025-03-01', '--to', '2025-04-01'])
  expect(between.output).toContain('No week has days from 2025-03-01 to 2025-04-01.')
  for (const { code, output } of [early, between]) {
    expect(code).toBe(2)
    expect(output).not.toContain('Every week of every list is complete')
  }
})

test('a reversed range and a source that is not connected are answered with the fix', async () => {
  const reversed = await sync(['--once', '--from', '2026-11-16', '--to', '2026-11-09'])
  expect([reversed.code, reversed.output]).toEqual([
    2,
    expect.stringContaining('--from must not be after --to'),
  ])
  const unset = await sync(['--once', '--source', 'client-invoices'])
  expect([unset.code, unset.output]).toEqual([
    2,
    expect.stringContaining('Client invoices is not connected. Set CLIENT_INVOICES_URL and '),
  ])
})

test('a pass that meets a fault says what to do about it and never prints the key', async () => {
  const { code, output } = await sync(['--once'], { HELLO_TRACTOR_API_KEY: WRONG_KEY })
  expect(code).toBe(1)
  expect(output).toContain('Check HELLO_TRACTOR_API_KEY: the key may have been revoked or replaced.')
  expect(output).not.toContain(WRONG_KEY)
})

test('a running Furrow prints once that a source rejects the key', async () => {
  const run = startFurrow({ ...environment(), HELLO_TRACTOR_API_KEY: WRONG_KEY })
  await said(run, '\nSync        Hello Tractor rejects the key. Check HELLO_TRACTOR_API_KEY')
  await new Promise((resolve) => setTimeout(resolve, 3_000))
  run.process.kill('SIGTERM')
  await run.ended
  expect(run.output().split('rejects the key')).toHaveLength(2)
  expect(run.output()).not.toContain(WRONG_KEY)
})

const FORMER = 'https://former.example/api'
/** Mirrors a row from a former address, and holds back 7 of 9 rows of a week. */
const mirrorFormer = () =>
  own.db.execute(sql`
    with row as (
      insert into invoice (source, id, content_hash, raw, first_seen_at, changed_at)
      values ('hello-tractor', 'a', 'x', '{}', now(), now()))
    insert into source_fact (source, resource, fact, value, at) values
      ('hello-tractor', 'all', 'origin', ${JSON.stringify({ origin: FORMER })}::jsonb, now()),
      ('hello-tractor', 'invoices', ${`held_back:${FIRST_DAY}`}, '{"rows": 7, "of": 9}', now())`)

const events = () =>
  rows(
    own.db,
    sql`select actor_kind as by, action, outcome, subject, details::jsonb as details from audit_event order by sequence`,
  )
const factValue = async (fact: string) => {
  const [found] = await rows<{ value: unknown }>(
    own.db,
    sql`select value from source_fact where source = 'hello-tractor' and fact = ${fact}`,
  )
  return found?.value
}

test('adopting an address and confirming rows as gone are recorded as audit events', async () => {
  await mirrorFormer()
  const adopted = await sync(['--adopt'])
  expect([adopted.code, adopted.output]).toEqual([0, expect.stringContaining('are adopted')])
  const adoption = {
    by: 'system',
    action: 'source.adopt_origin',
    outcome: 'ok',
    subject: 'source:hello-tractor',
    details: { former: FORMER, origin: sandbox.url, way: 'command' },
  }
  expect(await events()).toEqual([adoption])
  const confirmed = await sync(['--once', '--accept-gone', '--adopt', '--to', '2026-11-15'])
  expect(confirmed.output).toContain('1 held back disappearance is confirmed')
  const confirmation = {
    by: 'system',
    action: 'disappearance.confirm',
    outcome: 'ok',
    subject: 'source:hello-tractor',
    details: { rows: 7, weeks: 1, to: '2026-11-15', way: 'command' },
  }
  // An address adopted before and an empty set of held-back rows record no event.
  const again = await sync(['--once', '--accept-gone', '--to', '2026-11-15'])
  expect(again.output).toContain('0 held back disappearances are confirmed')
  expect(await events()).toEqual([adoption, confirmation])
  expect((await command('audit-verify.ts', [])).code).toBe(0)
})

test('changes nothing when the audit event cannot be recorded', async () => {
  await mirrorFormer()
  await own.db.execute(sql`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`)
  await own.db.execute(
    sql`create trigger refuse before insert on audit_event for each row execute function refuse()`,
  )
  const adopted = await sync(['--adopt'])
  expect([adopted.code, adopted.output]).toEqual([2, expect.stringContaining('cannot be recorded')])
  expect(await factValue('origin')).toEqual({ origin: FORMER })
  await own.db.execute(sql`update source_fact set value = ${JSON.stringify({ origin: sandbox.url })}::jsonb
    where fact = 'origin'`)
  const confirmed = await sync(['--once', '--accept-gone', '--to', '2026-11-15'])
  expect([confirmed.code, confirmed.output]).toEqual([2, expect.stringContaining('cannot be recorded')])
  expect(await factValue(`held_back:${FIRST_DAY}`)).toEqual({ rows: 7, of: 9 })
})

test('without a secret, declares nothing and creates no secret', async () => {
  const empty = await mkdtemp(path.join(folder, 'empty-'))
  const place = { DATABASE_URL: '', AUTH_SECRET: '', DATA_DIR: empty }
  for (const args of [['--adopt'], ['--once', '--accept-gone']]) {
    const { code, output } = await sync(args, place)
    expect([code, output]).toEqual([2, expect.stringContaining('The secret is missing')])
    expect(output).toContain(path.join(empty, 'secret'))
  }
  expect(await readdir(empty)).toEqual([])
})

test('a source address that was wrong at the first start can be corrected in the settings alone', async () => {
  const wrong = { ...environment(), HELLO_TRACTOR_URL: 'http://127.0.0.1:9' }
  const first = startFurrow(wrong)
  await said(first, 'reading the sources')
  const failed = sql`select 1 from sync_window where error_code is not null`
  await expect.poll(() => rows(own.db, failed)).not.toEqual([])
  first.process.kill('SIGTERM')
  await first.ended
  const second = startFurrow(environment())
  await said(
    second,
    `Hello Tractor is read from ${sandbox.url}; nothing had been read from ${wrong.HELLO_TRACTOR_URL}.`,
  )
  await said(second, 'first sync pass done')
  second.process.kill('SIGTERM')
  expect(await second.ended).toBe(0)
  const moved = await sync(['--once'], wrong)
  expect([moved.code, moved.output]).toEqual([2, expect.stringContaining('npm run sync -- --adopt')])
})
