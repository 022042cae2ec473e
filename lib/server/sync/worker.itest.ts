import { sql } from 'drizzle-orm'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { readAskedPauses } from '#lib/server/db/asked-pauses.ts'
import { endPause, writePause } from '#lib/server/db/pauses.ts'
import { requestWindows } from '#lib/server/db/window-requests.ts'
import { type Mirror, startMirror, WEEK, WEEK_END } from '#lib/server/sync/testing/mirror.ts'
import { waitToListen } from './work-listener.ts'
import { runWorker } from './worker.ts'

type Running = { stop: () => Promise<void>; progress: [number, number][]; notes: string[] }

/** Starts a worker in this process on the mirror's clock. The worker ends with the test. */
function startWorker(mirror: Mirror): Running {
  const stop = new AbortController()
  const progress: [number, number][] = []
  const notes: string[] = []
  const ended = runWorker({
    url: mirror.url,
    upstreams: mirror.upstreams,
    restraint: mirror.restraint,
    settings: { ...mirror.settings, hotIntervalMs: 3_600_000, historyCallsPerHour: 0 },
    signal: stop.signal,
    onProgress: (done, total) => progress.push([done, total]),
    onNote: (line) => notes.push(line),
    now: () => mirror.clock.now,
  })
  const end = async () => {
    stop.abort(new Error('stopped by the test'))
    await ended
  }
  onTestFinished(end)
  return { stop: end, progress, notes }
}

const isReadOnce = (running: Running) => {
  const [done, total] = running.progress.at(-1) ?? [0, 1]
  return total > 0 && done === total
}

async function changeOneRow(mirror: Mirror, amount: string): Promise<string> {
  const row = mirror.sandbox.truth
    .billingPeriods()
    .find(({ row: { start_date: day } }) => String(day) >= WEEK && String(day) <= WEEK_END)
  const id = row?.id ?? ''
  mirror.sandbox.rows.change({ resource: 'billing-periods', id, fields: { amount } })
  return id
}

async function amountOf(mirror: Mirror, id: string): Promise<string | undefined> {
  const [row] = await mirror.select<{ amount: string }>(
    sql`select amount::text as amount from billing_period where id = ${id}`,
  )
  return row?.amount
}

test('reads every window, then the requested ones, and notifies listeners of changed lists', async () => {
  const mirror = await startMirror()
  const listener = new pg.Client({ connectionString: mirror.url })
  await listener.connect()
  const heard: string[] = []
  listener.on('notification', (message) => heard.push(message.payload ?? ''))
  await listener.query('listen furrow_changed')
  const running = startWorker(mirror)
  await expect.poll(() => isReadOnce(running)).toBe(true)
  const states = await mirror.select(sql`select distinct state from sync_window`)
  expect(states).toEqual([{ state: 'complete' }])

  const id = await changeOneRow(mirror, '3.25')
  heard.length = 0
  mirror.clock.now = new Date(mirror.clock.now.getTime() + 60_000)
  await requestWindows(mirror.db, sql`source = 'hello-tractor'`, mirror.clock.now)
  await expect.poll(() => amountOf(mirror, id)).toBe('3.25')
  await expect.poll(() => heard).toEqual([expect.stringMatching(/^hello-tractor:billing-periods:\d+$/)])
  await listener.end()
})

test('lets a second worker read nothing again, and go on when the first ends', async () => {
  const mirror = await startMirror()
  const first = startWorker(mirror)
  await expect.poll(() => isReadOnce(first)).toBe(true)
  const runs = sql`select sum(token)::int as begun_and_ended from sync_window`
  const before = await mirror.select(runs)
  const second = startWorker(mirror)
  await expect.poll(() => isReadOnce(second)).toBe(true)
  await first.stop()
  expect(await mirror.select(runs)).toEqual(before)
  const id = await changeOneRow(mirror, '6.25')
  await requestWindows(mirror.db, sql`source = 'hello-tractor'`, mirror.clock.now)
  await expect.poll(() => amountOf(mirror, id)).toBe('6.25')
})

test('keeps all workers from a source that asked one of them to wait', async () => {
  const mirror = await startMirror()
  const workers = [startWorker(mirror), startWorker(mirror)]
  for (const worker of workers) await expect.poll(() => isReadOnce(worker)).toBe(true)
  mirror.sandbox.faults.set({ route: 'client-invoices', kind: 'status', status: 429, retryAfter: '120' })
  await requestWindows(mirror.db, sql`source = 'client-invoices' and from_day >= ${WEEK}`, mirror.clock.now)
  // Not Furrow's own rest: the other worker ends that one if it hears of the request only after the refusal.
  const asked = async () => (await readAskedPauses(mirror.db, mirror.clock.now)).get('client-invoices') ?? 0
  await expect.poll(asked).toBeGreaterThanOrEqual(mirror.clock.now.getTime() + 119_000)
  mirror.sandbox.faults.clear()
  // Calls under way when the first worker was told to wait may still finish. After them no worker calls the
  // source.
  await expect
    .poll(async () => mirror.select(sql`select 1 from sync_window where leased_by is not null`))
    .toEqual([])
  const calls = mirror.sandbox.calls.count('client-invoices')
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  expect(mirror.sandbox.calls.count('client-invoices')).toBe(calls)
})

test('reports once that a source is paused, and once that it is read again', async () => {
  const mirror = await startMirror()
  const running = startWorker(mirror)
  await expect.poll(() => isReadOnce(running)).toBe(true)
  const wake = sql`select pg_notify('furrow_refresh', '')`
  const pause = { source: 'hello-tractor', since: mirror.clock.now.toISOString(), by: 'Ada' } as const
  await writePause(mirror.db, pause)
  await mirror.db.execute(wake)
  await expect.poll(() => running.notes).toEqual(['Hello Tractor is paused and is not read.'])
  await mirror.db.execute(wake)
  await endPause(mirror.db, pause)
  await mirror.db.execute(wake)
  await expect
    .poll(() => running.notes.slice(1))
    .toEqual(['Hello Tractor is no longer paused and is read again.'])
})

test("recovers when all of a worker's database connections break", async () => {
  const mirror = await startMirror()
  const running = startWorker(mirror)
  await expect.poll(() => isReadOnce(running)).toBe(true)
  await mirror.select(
    sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`,
  )
  const id = await changeOneRow(mirror, '4.75')
  mirror.clock.now = new Date(mirror.clock.now.getTime() + 60_000)
  await expect
    .poll(
      async () => {
        await requestWindows(mirror.db, sql`source = 'hello-tractor'`, mirror.clock.now)
        return amountOf(mirror, id)
      },
      { interval: 500 },
    )
    .toBe('4.75')
})

test("reports once why PostgreSQL refuses the worker's connection", async () => {
  const url = new URL(inject('postgresUrl'))
  url.password = 'rotated'
  const stop = new AbortController()
  const notes: string[] = []
  const waiting = waitToListen(
    url.href,
    stop.signal,
    (line) => notes.push(line),
    () => {},
  )
  await expect.poll(() => notes).toHaveLength(1)
  expect(notes[0]).toMatch(/password authentication failed for user .*; waiting/)
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  stop.abort()
  expect(await waiting).toBeNull()
  expect(notes).toHaveLength(1)
})

test('shares a pass with a running worker', async () => {
  const mirror = await startMirror()
  const running = startWorker(mirror)
  await expect.poll(() => isReadOnce(running)).toBe(true)
  const id = await changeOneRow(mirror, '5.50')
  const { isComplete } = await mirror.passWeek()
  expect(isComplete).toBe(true)
  expect(await amountOf(mirror, id)).toBe('5.50')
})

test('completes the other sources when one is down', async () => {
  const mirror = await startMirror()
  mirror.sandbox.faults.set({ route: 'client-invoices', kind: 'status', status: 503 })
  const { isComplete, windows } = await mirror.pass()
  expect(isComplete).toBe(false)
  const others = windows.filter(({ source }) => source !== 'client-invoices')
  expect(others.length).toBeGreaterThan(0)
  expect(others.every(({ state }) => state === 'complete')).toBe(true)
  expect(
    windows.some(({ source, errorCode }) => source === 'client-invoices' && errorCode === 'unavailable'),
  ).toBe(true)
})
