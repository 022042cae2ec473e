import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import type { Day } from '#lib/calendar-date.ts'
import { type Mirror, startMirror, startReadMirror, WEEK, WEEK_END } from '#lib/server/sync/testing/mirror.ts'

const LATER: Day = '2026-11-10'

async function place(
  mirror: Mirror,
  id: string,
): Promise<{ day: Day; window: Day; isMissing: boolean } | undefined> {
  const [row] = await mirror.select<{ day: Day; window: Day; isMissing: boolean }>(
    sql`select start_date::text as day, window_from::text as "window", missing_since is not null as "isMissing"
      from billing_period where id = ${id} and gone_at is null`,
  )
  return row
}

/** Days whose aggregates differ from the sums of their rows. */
function wrongDays(mirror: Mirror): Promise<unknown[]> {
  return mirror.select(sql`
    with added as (
      select start_date as day, count(*)::int as count, coalesce(sum(amount), 0) as amount
      from billing_period where gone_at is null group by 1
    ), kept as (select day, sum(count)::int as count, sum(amount) as amount from billing_period_day group by 1)
    select * from added full join kept using (day)
    where added.count is distinct from kept.count or added.amount is distinct from kept.amount`)
}

async function startWithMovedRow(): Promise<{ mirror: Mirror; id: string; rows: number }> {
  const mirror = await startReadMirror()
  const row = mirror.sandbox.truth
    .billingPeriods()
    .find(({ row: { start_date: day } }) => String(day) >= WEEK && String(day) <= WEEK_END)
  const id = row?.id ?? ''
  mirror.sandbox.rows.change({ resource: 'billing-periods', id, fields: { startDate: LATER } })
  return { mirror, id, rows: mirror.sandbox.truth.billingPeriods().length }
}

const readOld = (mirror: Mirror) => mirror.pass({ source: 'hello-tractor', from: WEEK, to: WEEK_END })
const readNew = (mirror: Mirror) => mirror.pass({ source: 'hello-tractor', from: LATER, to: LATER })

test.each([
  { order: 'its new window is read first', steps: [readNew, readOld, readOld, readNew] },
  { order: 'its old window is read first', steps: [readOld, readNew, readOld, readOld] },
])('keeps a row that moves to another week in exactly one place when $order', async ({ steps }) => {
  const { mirror, id, rows } = await startWithMovedRow()
  for (const step of steps) {
    await step(mirror)
    expect(await wrongDays(mirror)).toEqual([])
  }
  expect(await place(mirror, id)).toEqual({ day: LATER, window: '2026-11-09', isMissing: false })
  const [count] = await mirror.select<{ count: number }>(
    sql`select count(*)::int as count from billing_period where gone_at is null`,
  )
  expect(count?.count).toBe(rows)
})

test('closes the last window when a week passes, and moves rows dated later to the windows of their weeks', async () => {
  const { mirror, id } = await startWithMovedRow()
  const future = '2026-12-02'
  mirror.sandbox.rows.change({ resource: 'billing-periods', id, fields: { startDate: future } })
  await mirror.pass()
  expect(await place(mirror, id)).toMatchObject({ day: future, window: '2026-11-16', isMissing: false })
  mirror.clock.now = new Date('2026-11-30T09:00:00Z')
  await mirror.pass({ source: 'hello-tractor', from: '2026-11-16', to: '2026-11-16' })
  expect(await place(mirror, id)).toEqual({ day: future, window: '2026-11-30', isMissing: false })
  const windows = await mirror.select<{ from: Day; to: Day | null }>(
    sql`select from_day::text as "from", to_day::text as "to" from sync_window
      where resource = 'billing-periods' and from_day >= '2026-11-16' order by 1`,
  )
  expect(windows).toEqual([
    { from: '2026-11-16', to: '2026-11-22' },
    { from: '2026-11-23', to: '2026-11-29' },
    { from: '2026-11-30', to: null },
  ])
  expect(await wrongDays(mirror)).toEqual([])
})

test('mirrors an invoice at the edge of a day in the business time zone once, in its own week', async () => {
  const mirror = await startMirror()
  const [first, second] = mirror.sandbox.truth.invoices()
  // 23:30 UTC on Sunday is Monday in Lagos; 22:59 UTC is Sunday there too.
  const change = (id: string, createdAt: string) =>
    mirror.sandbox.rows.change({ resource: 'invoices', id, fields: { createdAt } })
  change(first?.id ?? '', '2026-11-01T23:30:00Z')
  change(second?.id ?? '', '2026-11-08T22:59:59Z')
  await mirror.pass()
  const placed = await mirror.select<{ id: string; day: Day; window: Day }>(
    sql`select id, issued_on::text as day, window_from::text as "window" from invoice
      where id = any(${sql.param([first?.id, second?.id])}::text[]) order by issued_on`,
  )
  expect(placed).toEqual([
    { id: first?.id, day: '2026-11-02', window: '2026-11-02' },
    { id: second?.id, day: '2026-11-08', window: '2026-11-02' },
  ])
})

test('records a status change with the two runs it lies between', async () => {
  const mirror = await startMirror()
  await mirror.passWeek()
  const firstPass = mirror.clock.now
  await mirror.passWeek()
  const row = mirror.sandbox.truth
    .billingPeriods()
    .find(({ row: { start_date: day } }) => String(day) >= WEEK && String(day) <= WEEK_END)
  const id = row?.id ?? ''
  mirror.sandbox.rows.change({ resource: 'billing-periods', id, fields: { status: 'ON_A_WHIM' } })
  await mirror.passWeek()
  await mirror.passWeek()
  const history = await mirror.select<{ status: string; previous: number | null; seen: number }>(
    sql`select status, (extract(epoch from previous_seen_at) * 1000)::float8 as previous,
        (extract(epoch from seen_at) * 1000)::float8 as seen
      from row_history where resource = 'billing-periods' and id = ${id} order by entry`,
  )
  expect(history).toHaveLength(2)
  expect(history[0]).toMatchObject({ previous: null, seen: firstPass.getTime() })
  expect(history[1]).toEqual({
    status: 'ON_A_WHIM',
    previous: firstPass.getTime() + 60_000,
    seen: firstPass.getTime() + 120_000,
  })
})

test('dates a status change back beyond a partial run that left the row out', async () => {
  const mirror = await startMirror()
  await mirror.passWeek()
  const lastSeen = mirror.clock.now
  const row = mirror.sandbox.truth
    .billingPeriods()
    .find(({ row: { start_date: day } }) => String(day) >= WEEK && String(day) <= WEEK_END)
  const id = row?.id ?? ''
  mirror.sandbox.rows.remove('billing-periods', id)
  mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'shift-count', by: 1 })
  expect((await mirror.passWeek()).isComplete).toBe(false)
  mirror.sandbox.rows.restore('billing-periods', id)
  mirror.sandbox.rows.change({ resource: 'billing-periods', id, fields: { status: 'ON_A_WHIM' } })
  mirror.sandbox.faults.clear()
  await mirror.passWeek()
  const [change] = await mirror.select<{ status: string; previous: number }>(
    sql`select status, (extract(epoch from previous_seen_at) * 1000)::float8 as previous
      from row_history where resource = 'billing-periods' and id = ${id} order by entry desc limit 1`,
  )
  expect(change).toEqual({ status: 'ON_A_WHIM', previous: lastSeen.getTime() })
})
