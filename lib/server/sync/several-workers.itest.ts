import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { sandboxEnvironment } from '#lib/sandbox/settings.ts'
import { ENV_VARIABLES } from '#lib/server/config/env.ts'
import { requestWindows } from '#lib/server/db/window-requests.ts'
import {
  FIRST_DAY,
  idsOfWeek,
  type Mirror,
  startMirror,
  startReadMirror,
  visibleState,
  WEEK,
  WEEK_END,
} from '#lib/server/sync/testing/mirror.ts'

/** Longest time until another worker reads a dead worker's windows. */
const TAKEOVER_MS = 15_000
/** A funding source of the sandbox. */
const ATTRIBUTED = 'Heifer Nigeria'
/** For starting a process and reading everything. Only bounds the wait; not a performance target. */
const LONG = { interval: 100 }

/** Starts a worker in its own process, which is killed when the test ends. */
async function startProcess(mirror: Mirror): Promise<ChildProcess> {
  const child = fork(path.join(import.meta.dirname, 'testing/worker-process.ts'), {
    execArgv: ['--conditions=react-server'],
    env: {
      ...process.env,
      ...Object.fromEntries(ENV_VARIABLES.map((name) => [name, ''])),
      ...sandboxEnvironment(mirror.sandbox),
      SYNC_FROM: FIRST_DAY,
      FURROW_DATABASE_URL: mirror.url,
      TEST_NOW: mirror.clock.now.toISOString(),
    },
  })
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  await new Promise((resolve) => child.once('message', resolve))
  return child
}

const untilAllRead = (mirror: Mirror) =>
  expect
    .poll(
      () => mirror.select(sql`select state, leased_by is null as "isFree" from sync_window group by 1, 2`),
      LONG,
    )
    .toEqual([{ state: 'complete', isFree: true }])

/** Returns the visible state once it has not changed for two seconds: the other worker has then ended its round. */
async function quietState(mirror: Mirror): Promise<string> {
  for (let before = await visibleState(mirror); ; ) {
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    const now = await visibleState(mirror)
    if (now === before) return now
    before = now
  }
}

/** Reads which worker holds the billing periods of WEEK, and under which token. */
async function lease(mirror: Mirror): Promise<{ by: string | null; token: number }> {
  const [found] = await mirror.select<{ by: string | null; token: number }>(
    sql`select leased_by as by, token from sync_window
      where source = 'hello-tractor' and resource = 'billing-periods' and from_day = ${WEEK}`,
  )
  if (!found) throw new Error('There is no such window')
  return found
}

/** Makes the next runs of WEEK hang after their whole walk, in the walk of one funding source. */
function delayAttribution(mirror: Mirror, ms: number, times: number): void {
  mirror.sandbox.faults.set({
    route: 'billing-periods',
    kind: 'delay',
    ms,
    match: { start_date_gte: WEEK, start_date_lte: WEEK_END, funding_source: ATTRIBUTED },
    times,
  })
}

const askWeek = (mirror: Mirror) =>
  requestWindows(mirror.db, sql`resource = 'billing-periods' and from_day = ${WEEK}`, mirror.clock.now)

const attributionCalls = (mirror: Mirror) =>
  mirror.sandbox.calls
    .list('billing-periods')
    .filter(({ query }) => query.funding_source === ATTRIBUTED && query.start_date_gte === WEEK)

async function amountOf(mirror: Mirror, id: string): Promise<string | undefined> {
  const [row] = await mirror.select<{ amount: string }>(
    sql`select amount::text as amount from billing_period where id = ${id}`,
  )
  return row?.amount
}

async function historyOf(mirror: Mirror, id: string): Promise<string[]> {
  const entries = await mirror.select<{ status: string }>(
    sql`select status from row_history where resource = 'billing-periods' and id = ${id} order by entry`,
  )
  return entries.map(({ status }) => status)
}

test('reads each due window once with three workers, with the calls and the mirror of one worker', async () => {
  const alone = await startMirror()
  await startProcess(alone)
  await untilAllRead(alone)
  const three = await startMirror()
  await Promise.all([startProcess(three), startProcess(three), startProcess(three)])
  await untilAllRead(three)

  const tokens = sql`select token, count(*)::int as windows from sync_window group by 1`
  const windows = (await alone.select(sql`select 1 from sync_window`)).length
  // A token changes when a run begins and when it ends.
  expect(await three.select(tokens)).toEqual([{ token: 2, windows }])
  const calls = [alone, three].map(({ sandbox }) => sandbox.calls.count() - sandbox.calls.count('token'))
  const [one = 0, many = 0] = calls
  process.stdout.write(`R7: calls of one worker ${one}, of three ${many} (${(many / one).toFixed(3)})\n`)
  expect(Math.abs(many - one)).toBeLessThanOrEqual(one * 0.05)
  const rowsOf = (mirror: Mirror) =>
    mirror.select(sql`select id, content_hash, funding_source, assignment from billing_period order by id`)
  expect(await rowsOf(three)).toEqual(await rowsOf(alone))
})

/** Starts two workers, the first of them hanging in the middle of a walk of WEEK. */
async function startWalking(mirror: Mirror) {
  const [first, second] = [await startProcess(mirror), await startProcess(mirror)]
  // Only the first worker can take the window while the second is stopped.
  second.kill('SIGSTOP')
  delayAttribution(mirror, 60_000, 1)
  await askWeek(mirror)
  await expect.poll(() => attributionCalls(mirror).some(({ status }) => status === 0), LONG).toBe(true)
  const held = await lease(mirror)
  expect(held.by).not.toBeNull()
  second.kill('SIGCONT')
  return { first, held }
}

test('lets another worker read the window after kill -9 during a walk, without losing or doubling rows', async () => {
  const mirror = await startReadMirror()
  const [id = ''] = idsOfWeek(mirror)
  mirror.sandbox.rows.change({ resource: 'billing-periods', id, fields: { amount: '7.25' } })
  const entries = await historyOf(mirror, id)
  const { first, held } = await startWalking(mirror)
  first.kill('SIGKILL')
  const killedAt = performance.now()
  await expect
    .poll(async () => (await lease(mirror)).token, { timeout: TAKEOVER_MS, interval: 50 })
    .not.toBe(held.token)
  process.stdout.write(
    `R7: takeover after kill -9: ${((performance.now() - killedAt) / 1000).toFixed(1)} s\n`,
  )
  await expect.poll(() => amountOf(mirror, id), LONG).toBe('7.25')
  expect(await historyOf(mirror, id)).toEqual(entries)
  const ids = mirror.select<{ id: string }>(
    sql`select id from billing_period where window_from = ${WEEK} and gone_at is null order by id`,
  )
  expect((await ids).map((row) => row.id)).toEqual(idsOfWeek(mirror).toSorted())
})

test('writes nothing from a worker that was stopped while another one read its window', async () => {
  const mirror = await startReadMirror()
  const paused = await startProcess(mirror)
  const [id = ''] = idsOfWeek(mirror)
  const change = (status: string, amount: string) =>
    mirror.sandbox.rows.change({ resource: 'billing-periods', id, fields: { status, amount } })
  const entries = await historyOf(mirror, id)
  change('DRAFT', '1.00')
  delayAttribution(mirror, 4_000, 1)
  await askWeek(mirror)
  // By now the worker's whole walk has read the old state.
  await expect.poll(() => attributionCalls(mirror).some(({ status }) => status === 0), LONG).toBe(true)
  paused.kill('SIGSTOP')
  const held = await lease(mirror)
  change('PAYMENT_FAILED', '2.00')
  await startProcess(mirror)
  await expect.poll(() => amountOf(mirror, id), LONG).toBe('2.00')
  // Until it has also read whatever else the stopped worker held.
  await untilAllRead(mirror)
  const after = await quietState(mirror)
  const other = await lease(mirror)
  expect(other.token).toBeGreaterThan(held.token)
  expect(other.by).toBeNull()

  paused.kill('SIGCONT')
  // Enough time for the worker to end its walk and try to write.
  await new Promise((resolve) => setTimeout(resolve, 5_000))
  expect(await visibleState(mirror)).toBe(after)
  expect(await lease(mirror)).toEqual(other)
  expect(await historyOf(mirror, id)).toEqual([...entries, 'PAYMENT_FAILED'])
})

test('hands a window back at once on SIGTERM, so that another worker takes it long before the lease expires', async () => {
  const mirror = await startReadMirror()
  const { first, held } = await startWalking(mirror)
  first.kill('SIGTERM')
  const startedAt = performance.now()
  await expect.poll(async () => (await lease(mirror)).by, { timeout: 5_000, interval: 20 }).not.toBe(held.by)
  process.stdout.write(`R7: handed back after SIGTERM in ${Math.round(performance.now() - startedAt)} ms\n`)
  // Read and released by the second worker. A token changes when a run is handed back, begins and ends.
  await expect.poll(() => lease(mirror), LONG).toEqual({ by: null, token: held.token + 3 })
  if (first.exitCode === null) await once(first, 'exit')
  expect(first.exitCode).toBe(0)
})
