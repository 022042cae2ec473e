import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { spend } from '#lib/server/sync/shared-limits.ts'
import { contradictions, differences } from '#lib/server/sync/testing/equality.ts'
import { idsOfWeek, startMirror, startReadMirror } from '#lib/server/sync/testing/mirror.ts'
import { runWorker } from '#lib/server/sync/worker.ts'

// Syncing while the machine's clock is wrong for a while, and on unusual calendar days.

const DAY_MS = 24 * 3_600_000
const SOON = { interval: 100 }

test.each([
  ['back', -DAY_MS],
  ['ahead', DAY_MS],
])('F42 keeps reading recent weeks after a clock jumps a day %s', async (_name, jumpMs) => {
  const mirror = await startReadMirror()
  const since = Date.now()
  const start = mirror.clock.now.getTime()
  const stop = new AbortController()
  const worker = runWorker({
    url: mirror.url,
    upstreams: mirror.upstreams,
    settings: { ...mirror.settings, hotIntervalMs: 1_000 },
    signal: stop.signal,
    now: () => new Date(start + jumpMs + Date.now() - since),
  })
  onTestFinished(async () => {
    stop.abort(new Error('stopped by the test'))
    await worker
  })
  const [id = ''] = idsOfWeek(mirror)
  const amount = sql`select amount::text as amount from billing_period where id = ${id}`
  for (const text of ['8.25', '8.50']) {
    mirror.sandbox.rows.change({ resource: 'billing-periods', id, fields: { amount: text } })
    await expect.poll(() => mirror.select(amount), SOON).toEqual([{ amount: text }])
  }
})

test('F42 keeps the history budget usable after calls were charged by a clock that was ahead', async () => {
  const mirror = await startReadMirror()
  const { settings, clock } = mirror
  const context = { settings: { ...settings, historyCallsPerHour: 600 }, now: () => clock.now }
  const spendAt = (now: Date, calls: number) =>
    spend(mirror.db, calls, { ...context, now: () => now } as Parameters<typeof spend>[2])
  await spendAt(new Date(clock.now.getTime() + DAY_MS), 200)
  await spendAt(clock.now, 10)
  const [budget] = await mirror.select<{ calls: number; ahead: number }>(
    sql`select calls, extract(epoch from at - ${clock.now.toISOString()}::timestamptz)::float8 as ahead from sync_budget`,
  )
  expect(budget?.ahead).toBe(0)
  expect(budget?.calls).toBeGreaterThan(-120)
})

test.each([
  ['a leap day', '2028-03-02', 'Africa/Lagos', '2028-02-29', '2028-02-28T23:30:00Z'],
  ['the end of summer time', '2026-10-29', 'Europe/London', '2026-10-25', '2026-10-24T23:30:00Z'],
  ['the start of summer time', '2026-04-02', 'Europe/London', '2026-03-29', '2026-03-29T00:30:00Z'],
])(
  'F42 puts %s and rows dated in its first hour in exactly one window',
  async (_name, today, zone, day, at) => {
    const now = new Date(`${today}T12:00:00Z`)
    const mirror = await startMirror({
      sandbox: { originDay: today, scale: { contracts: 60, weeks: 4 }, now: () => now },
      environment: { SYNC_FROM: '2026-01-05', BUSINESS_TIME_ZONE: zone },
    })
    mirror.clock.now = now
    const [{ id } = { id: '' }] = mirror.sandbox.truth.invoices()
    mirror.sandbox.rows.change({ resource: 'invoices', id, fields: { createdAt: at } })
    await mirror.pass()
    expect(await differences(mirror)).toEqual([])
    expect(await contradictions(mirror)).toEqual([])
    const windows = await mirror.select<{ lists: number }>(
      sql`select count(*)::int as lists from sync_window
      where from_day <= ${day} and (to_day is null or to_day >= ${day}) group by source, resource`,
    )
    expect(windows).toEqual(Array(4).fill({ lists: 1 }))
    expect(
      await mirror.select(
        sql`select issued_on::text as day from invoice where source = 'hello-tractor' and id = ${id}`,
      ),
    ).toEqual([{ day }])
  },
)
