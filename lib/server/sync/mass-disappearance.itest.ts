import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { type Mirror, startMirror } from '#lib/server/sync/testing/mirror.ts'
import { isMassOfList, recordShrunk } from './mass.ts'
import { acceptDisappearances } from './row-facts.ts'

/** Weeks with only a few rows each. */
const SMALL_WEEKS = { sandbox: { scale: { contracts: 8, weeks: 8 } } }

async function listed(mirror: Mirror): Promise<{ rows: number; amount: string }> {
  const [found] = await mirror.select<{ rows: number; amount: string }>(
    sql`select (select count(*)::int from billing_period where gone_at is null) as rows,
      (select coalesce(sum(amount), 0)::text from billing_period_day) as amount`,
  )
  return found ?? { rows: -1, amount: '' }
}

function heldBack(mirror: Mirror): Promise<{ rows: number }[]> {
  return mirror.select(
    sql`select (value->>'rows')::int as rows from source_fact where fact like 'held\\_back:%' order by fact`,
  )
}

const pass = (mirror: Mirror) => mirror.pass({ source: 'hello-tractor' })

test('empties no week, however small, when a source lists nothing for a while', async () => {
  const mirror = await startMirror(SMALL_WEEKS)
  await pass(mirror)
  const before = await listed(mirror)
  expect(before.rows).toBeGreaterThan(20)
  const windows = await mirror.select<{ rows: number }>(
    sql`select rows from sync_window where resource = 'billing-periods' and rows > 0`,
  )
  expect(Math.max(...windows.map(({ rows }) => rows))).toBeLessThanOrEqual(20)
  const body = '{"count":0,"results":[]}'
  mirror.sandbox.faults.set({
    route: 'billing-periods',
    kind: 'status',
    status: 200,
    contentType: 'application/json',
    body,
  })
  for (let run = 0; run < 3; run += 1) await pass(mirror)
  expect((await heldBack(mirror)).length).toBeGreaterThan(0)
  expect(await listed(mirror)).toEqual(before)
  mirror.sandbox.faults.clear()
  await pass(mirror)
  expect(await listed(mirror)).toEqual(before)
  expect(await heldBack(mirror)).toEqual([])
})

test('removes a week that really was emptied once an operator confirms', async () => {
  const mirror = await startMirror(SMALL_WEEKS)
  await pass(mirror)
  const before = await listed(mirror)
  const week = mirror.sandbox.truth
    .billingPeriods()
    .filter(({ row }) => String(row.start_date) >= '2026-11-02' && String(row.start_date) <= '2026-11-08')
  expect(week.length).toBeGreaterThanOrEqual(5)
  expect(week.length).toBeLessThanOrEqual(20)
  for (const { id } of week) mirror.sandbox.rows.remove('billing-periods', id)
  for (let run = 0; run < 3; run += 1) await pass(mirror)
  expect(await listed(mirror)).toEqual(before)
  expect(await heldBack(mirror)).toEqual([{ rows: week.length }])
  await acceptDisappearances(mirror.db, { source: 'hello-tractor', from: null, to: null })
  await pass(mirror)
  expect((await listed(mirror)).rows).toBe(before.rows - week.length)
})

test('keeps rows on hold, and their confirmation, through a run that is not count-checked', async () => {
  const mirror = await startMirror(SMALL_WEEKS)
  await pass(mirror)
  const before = await listed(mirror)
  const week = mirror.sandbox.truth
    .billingPeriods()
    .filter(({ row }) => String(row.start_date) >= '2026-11-02' && String(row.start_date) <= '2026-11-08')
  for (const { id } of week) mirror.sandbox.rows.remove('billing-periods', id)
  for (let run = 0; run < 3; run += 1) await pass(mirror)
  expect(await heldBack(mirror)).toEqual([{ rows: week.length }])
  const fault = { route: 'billing-periods', kind: 'shift-count', by: 2 } as const
  mirror.sandbox.faults.set(fault)
  await pass(mirror)
  expect(await heldBack(mirror)).toEqual([{ rows: week.length }])
  await acceptDisappearances(mirror.db, { source: 'hello-tractor', from: null, to: null })
  await pass(mirror)
  expect(await listed(mirror)).toEqual(before)
  mirror.sandbox.faults.clear()
  await pass(mirror)
  expect((await listed(mirror)).rows).toBe(before.rows - week.length)
  expect(await heldBack(mirror)).toEqual([])
})

test('puts more than a fiftieth of a list that disappears within a day on hold, however spread over weeks', async () => {
  const mirror = await startMirror()
  await pass(mirror)
  const before = await listed(mirror)
  const share = Math.floor(before.rows * 0.02)
  const byDay = mirror.sandbox.truth
    .billingPeriods()
    .toSorted((a, b) => String(a.row.start_date).localeCompare(String(b.row.start_date)))
  const removed = byDay.filter((_, at) => at % 12 === 0).map(({ id }) => id)
  expect(removed.length).toBeGreaterThan(share * 2)
  for (const id of removed) mirror.sandbox.rows.remove('billing-periods', id)
  for (let run = 0; run < 3; run += 1) await pass(mirror)
  expect((await listed(mirror)).rows).toBeGreaterThanOrEqual(before.rows - share)
  mirror.clock.now = new Date(mirror.clock.now.getTime() + 25 * 3_600_000)
  await pass(mirror)
  expect((await listed(mirror)).rows).toBeGreaterThanOrEqual(before.rows - share)
  await acceptDisappearances(mirror.db, { source: 'hello-tractor', from: null, to: null })
  await pass(mirror)
  expect((await listed(mirror)).rows).toBe(before.rows - removed.length)
})

test('ignores disappearances that a clock running ahead recorded in the future', async () => {
  const mirror = await startMirror(SMALL_WEEKS)
  await pass(mirror)
  const list = { source: 'hello-tractor', resource: 'billing-periods' } as const
  const now = mirror.clock.now
  const aYearAhead = new Date(now.getTime() + 365 * 24 * 3_600_000)
  await recordShrunk(mirror.db, list, 50, aYearAhead)
  expect(await isMassOfList(mirror.db, list, 1, now)).toBe(false)
  await recordShrunk(mirror.db, list, 1, now)
  expect(await isMassOfList(mirror.db, list, 50, now)).toBe(true)
})
