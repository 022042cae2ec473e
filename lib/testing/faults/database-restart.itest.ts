import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import * as list from '#app/api/billing-periods/route.ts'
import * as weekly from '#app/api/collections/weekly/route.ts'
import { requestWindows } from '#lib/server/db/window-requests.ts'
import { idsOfWeek, type Mirror, startMirror, WEEK, WEEK_END } from '#lib/server/sync/testing/mirror.ts'
import { runWorker } from '#lib/server/sync/worker.ts'
import { ask, readFrom } from '#lib/testing/ask.ts'
import { startCluster } from '#lib/testing/cluster.ts'

const READERS = 8
/** Counted from when the server responds again. */
const BACK_WITHIN_MS = 5_000

type Reader = { failed: number; statuses: Set<number>; answered: number; lastOkAt: number }

/** Sends requests without a pause, but waits for Retry-After after a refusal, like a browser's page. */
async function read(reader: Reader, signal: AbortSignal): Promise<void> {
  const paths: [typeof list, string][] = [
    [list, `/api/billing-periods?start_from=${WEEK}&start_to=${WEEK_END}`],
    [weekly, `/api/collections/weekly?from=${WEEK}&to=${WEEK_END}`],
  ]
  while (!signal.aborted) {
    for (const [handlers, path] of paths) {
      const response = await ask(handlers, path)
      reader.statuses.add(response.status)
      if (response.status === 200) {
        reader.answered += 1
        reader.lastOkAt = performance.now()
        continue
      }
      reader.failed += 1
      await sleep(Number(response.headers.get('retry-after')) * 1000)
    }
  }
}

/** Keeps the sync busy: changes amounts upstream and requests WEEK again and again. */
async function keepChanging(mirror: Mirror, signal: AbortSignal): Promise<void> {
  const ids = idsOfWeek(mirror)
  for (let cents = 100; !signal.aborted; cents += 1) {
    for (const id of ids) {
      const fields = { amount: (cents / 100).toFixed(2) }
      mirror.sandbox.rows.change({ resource: 'billing-periods', id, fields })
    }
    await requestWindows(mirror.db, sql`from_day = ${WEEK}`, mirror.clock.now).catch(() => {})
    await sleep(20)
  }
}

const sumsOfWeek = (mirror: Mirror) =>
  mirror.select<{ rows: string; days: string; aggregates: string }>(sql`
    select (select coalesce(sum(amount), 0)::numeric(20, 2)::text from billing_period where gone_at is null) as rows,
      (select coalesce(sum(amount), 0)::numeric(20, 2)::text from billing_period_day) as days`)

test('F35 recovers from a PostgreSQL crash under load with at most one failure per reader and no half-written window', async () => {
  const cluster = await startCluster()
  const mirror = await startMirror({ database: cluster })
  await mirror.pass()
  readFrom(mirror)
  const stop = new AbortController()
  const notes: string[] = []
  const worker = runWorker({
    url: mirror.url,
    upstreams: mirror.upstreams,
    settings: { ...mirror.settings, hotIntervalMs: 3_600_000, historyCallsPerHour: 0 },
    signal: stop.signal,
    now: () => mirror.clock.now,
    onNote: (line) => notes.push(line),
  })
  const readers = Array.from({ length: READERS }, (): Reader => {
    return { failed: 0, statuses: new Set(), answered: 0, lastOkAt: 0 }
  })
  const reading = readers.map((reader) => read(reader, stop.signal))
  const changing = keepChanging(mirror, stop.signal)
  let isEnded = false
  const end = async () => {
    if (isEnded) return
    isEnded = true
    stop.abort(new Error('stopped by the test'))
    await Promise.all([worker, changing, ...reading])
  }
  onTestFinished(end)
  await expect.poll(() => readers.every(({ answered }) => answered > 4)).toBe(true)

  const crashedAt = performance.now()
  await cluster.crash()
  const backAt = performance.now()
  await expect
    .poll(() => readers.every(({ lastOkAt }) => lastOkAt > backAt), { timeout: BACK_WITHIN_MS, interval: 20 })
    .toBe(true)
  const version = sql`select version::int as version from mirror_state`
  const [then] = await mirror.select<{ version: number }>(version)
  await expect
    .poll(async () => (await mirror.select<{ version: number }>(version))[0]?.version)
    .toBeGreaterThan(then?.version ?? 0)
  await end()

  // A refusal says to retry in 2 s. A server that was down longer may refuse once more for each 2 s.
  const allowed = 1 + Math.floor((backAt - crashedAt) / 2_000)
  expect(readers.map(({ failed }) => failed).filter((failed) => failed > allowed)).toEqual([])
  expect(
    readers.flatMap(({ statuses }) => [...statuses]).filter((status) => ![200, 503].includes(status)),
  ).toEqual([])
  const [sums] = await sumsOfWeek(mirror)
  expect(sums?.days).toBe(sums?.rows)
  // One run writes a whole window, so all its rows have the same amount.
  const amounts = await mirror.select(
    sql`select distinct amount::text from billing_period where window_from = ${WEEK} and gone_at is null`,
  )
  expect(amounts).toHaveLength(1)
  expect(notes.join(' ')).not.toMatch(/select |update |insert /)
})
