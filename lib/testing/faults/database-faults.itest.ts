import { sql } from 'drizzle-orm'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import * as list from '#app/api/billing-periods/route.ts'
import * as weekly from '#app/api/collections/weekly/route.ts'
import * as pause from '#app/api/sources/[source]/pause/route.ts'
import { transact } from '#lib/server/db/transact.ts'
import { requestWindows } from '#lib/server/db/window-requests.ts'
import {
  idsOfWeek,
  type Mirror,
  startMirror,
  startReadMirror,
  visibleState,
  WEEK,
  WEEK_END,
} from '#lib/server/sync/testing/mirror.ts'
import { runWorker } from '#lib/server/sync/worker.ts'
import { ask, readFrom } from '#lib/testing/ask.ts'

// Syncing and responses while the database itself fails, one test per row of docs/faults.md.

process.env.HELLO_TRACTOR_API_KEY = 'makes-the-source-a-connected-one'

const SOON = { interval: 200 }

function startWorker(mirror: Mirror): string[] {
  const stop = new AbortController()
  const notes: string[] = []
  const ended = runWorker({
    url: mirror.url,
    upstreams: mirror.upstreams,
    settings: { ...mirror.settings, hotIntervalMs: 3_600_000, historyCallsPerHour: 0 },
    signal: stop.signal,
    now: () => mirror.clock.now,
    onNote: (line) => notes.push(line),
  })
  onTestFinished(async () => {
    stop.abort(new Error('stopped by the test'))
    await ended
  })
  return notes
}

/** Runs statements on a separate connection. */
async function aside(mirror: Mirror, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: mirror.url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

async function statuses(mirror: Mirror): Promise<number[]> {
  readFrom(mirror)
  const answers = [
    await ask(list, `/api/billing-periods?start_from=${WEEK}&start_to=${WEEK_END}`),
    await ask(weekly, `/api/collections/weekly?from=${WEEK}&to=${WEEK_END}`),
  ]
  return answers.map(({ status }) => status)
}

/** A mirrored row that the upstream has changed since. */
async function startChanged(amount: string): Promise<{ mirror: Mirror; id: string }> {
  const mirror = await startReadMirror()
  const [id = ''] = idsOfWeek(mirror)
  mirror.sandbox.rows.change({ resource: 'billing-periods', id, fields: { amount } })
  return { mirror, id }
}

async function amountOf(mirror: Mirror, id: string): Promise<string | undefined> {
  const [row] = await mirror.select<{ amount: string }>(
    sql`select amount::text as amount from billing_period where id = ${id}`,
  )
  return row?.amount
}

const askForWeek = (mirror: Mirror) =>
  requestWindows(mirror.db, sql`resource = 'billing-periods' and from_day = ${WEEK}`, mirror.clock.now)

const readOnly = (value: 'on' | 'off') => [
  'set default_transaction_read_only = off',
  `do $$ begin execute format('alter database %I set default_transaction_read_only = ${value}', current_database()); end $$`,
  `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`,
]

test('F36 serves reads while the database is read-only, says why the sync stopped, and resumes by itself', async () => {
  const { mirror, id } = await startChanged('3.75')
  await askForWeek(mirror)
  // Viewers have signed in before the fault.
  expect(await statuses(mirror)).toEqual([200, 200])
  await aside(mirror, ...readOnly('on'))
  const notes = startWorker(mirror)
  await expect.poll(() => notes.join(' '), SOON).toContain('read-only')
  expect(await statuses(mirror)).toEqual([200, 200])
  const refused = await ask(pause, '/api/sources/hello-tractor/pause', { method: 'POST' })
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30'])
  expect(await refused.json()).toMatchObject({ code: 'read_only', retryable: true })
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  expect(notes).toHaveLength(1)

  await aside(mirror, ...readOnly('off'))
  await expect.poll(() => amountOf(mirror, id), SOON).toBe('3.75')
  await expect.poll(() => notes.at(-1), SOON).toBe('Reading the sources resumed.')
})

test('F36 makes each of two workers report that syncing resumed, even if nothing changed meanwhile', async () => {
  const { mirror } = await startChanged('3.75')
  await mirror.pass()
  await aside(mirror, ...readOnly('on'))
  const workers = [startWorker(mirror), startWorker(mirror)]
  for (const notes of workers) await expect.poll(() => notes.join(' '), SOON).toContain('read-only')
  await aside(mirror, ...readOnly('off'))
  for (const notes of workers)
    await expect.poll(() => notes.at(-1), SOON).toBe('Reading the sources resumed.')
})

test('F39 stops the sync on a full disk with a clear message and no wasted calls, keeps lists and charts, and resumes by itself', async () => {
  const { mirror, id } = await startChanged('4.25')
  const before = await visibleState(mirror)
  await aside(
    mirror,
    `create function fill_disk() returns trigger language plpgsql as $$ begin
      raise exception using errcode = '53100', message = 'could not extend file "base/5/1": No space left on device';
    end $$`,
    'create trigger fill_disk before insert or update on billing_period for each row execute function fill_disk()',
  )
  await askForWeek(mirror)
  mirror.sandbox.calls.clear()
  const notes = startWorker(mirror)
  await expect.poll(() => notes.join(' '), SOON).toContain('no disk space')
  expect(notes.join(' ')).not.toMatch(/insert into|base\/5|update /)
  await new Promise((resolve) => setTimeout(resolve, 4_000))
  expect(notes).toHaveLength(1)
  // Retried after one, two, four … seconds: a few reads, none of which is written.
  expect(mirror.sandbox.calls.count()).toBeLessThanOrEqual(60)
  expect(await visibleState(mirror)).toBe(before)
  expect(await statuses(mirror)).toEqual([200, 200])

  await aside(mirror, 'drop trigger fill_disk on billing_period')
  await expect.poll(() => amountOf(mirror, id), SOON).toBe('4.25')
  await expect.poll(() => notes.at(-1), SOON).toBe('Reading the sources resumed.')
})

/** Makes updates of the mirror's version fail this many times. Rolled-back attempts are counted too. */
async function failVersion(mirror: Mirror, times: number, errcode: string): Promise<void> {
  await aside(
    mirror,
    'create sequence attempt',
    // Runs with its owner's rights, because the sync role has no access to the test's sequence.
    `create function conflict() returns trigger language plpgsql security definer as $$ begin
      if nextval('attempt') <= ${times} then raise exception using errcode = '${errcode}', message = 'undone'; end if;
      return new;
    end $$`,
    'create trigger conflict before update on mirror_state for each row execute function conflict()',
  )
}

const attempts = async (mirror: Mirror) =>
  (await mirror.select<{ made: number }>(sql`select last_value::int as made from attempt`))[0]?.made

test.each([
  ['a deadlock', '40P01'],
  ['a serialization failure', '40001'],
])('F38 retries %s up to three times, each time as a whole', async (_name, errcode) => {
  const { mirror, id } = await startChanged('5.25')
  const entries = sql`select count(*)::int as entries from row_history`
  const before = await mirror.select(entries)
  await failVersion(mirror, 3, errcode)
  expect((await mirror.passWeek()).isComplete).toBe(true)
  expect(await attempts(mirror)).toBe(4)
  expect(await amountOf(mirror, id)).toBe('5.25')
  expect(await mirror.select(entries)).toEqual(before)
})

test('F38 fails at the fourth conflict in a row and writes nothing of the window', async () => {
  const { mirror } = await startChanged('6.25')
  const before = await visibleState(mirror)
  await failVersion(mirror, 1_000, '40001')
  await expect(mirror.passWeek()).rejects.toThrow()
  expect(await attempts(mirror)).toBe(4)
  expect(await visibleState(mirror)).toBe(before)
})

test('F38 resolves a deadlock with another transaction by retrying', async () => {
  const { mirror, id } = await startChanged('7.25')
  await aside(
    mirror,
    `do $$ begin execute format('alter database %I set deadlock_timeout = ''50ms''', current_database()); end $$`,
  )
  const other = new pg.Client({ connectionString: mirror.url })
  await other.connect()
  onTestFinished(() => other.end())
  // The other transaction waits longer before its deadlock check, so PostgreSQL aborts the run instead.
  await other.query("set deadlock_timeout = '30s'; begin; select * from mirror_state for update")
  const pass = mirror.passWeek()
  const waiting = sql`select 1 from pg_stat_activity where datname = current_database()
    and wait_event_type = 'Lock' and query like 'update mirror_state%'`
  await expect.poll(async () => (await mirror.select(waiting)).length, { interval: 5 }).toBe(1)
  await other.query('select pg_advisory_xact_lock(hashtext($1))', ['hello-tractor billing-periods'])
  await other.query('commit')
  expect((await pass).isComplete).toBe(true)
  expect(await amountOf(mirror, id)).toBe('7.25')
})

test('returns the pool slot of a transaction whose connection breaks, even before it began', async () => {
  const mirror = await startMirror()
  const places = mirror.db.$client.options.max
  for (let times = 0; times < places + 2; times += 1) {
    await expect(transact(mirror.db, async () => 1, 'begin nonsense')).rejects.toThrow()
  }
  expect(await transact(mirror.db, async () => 'still there')).toBe('still there')
})
