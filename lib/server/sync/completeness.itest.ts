import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import {
  idsOfWeek,
  type Mirror,
  startMirror,
  startReadMirror,
  visibleState,
  WEEK,
  WEEK_END,
  windowState,
} from '#lib/server/sync/testing/mirror.ts'

const WHOLE_WALK = { start_date_gte: WEEK, start_date_lte: WEEK_END }

async function absentIds(mirror: Mirror): Promise<string[]> {
  const found = await mirror.select<{ id: string }>(
    sql`select id from billing_period where missing_since is not null or gone_at is not null`,
  )
  return found.map(({ id }) => id)
}

test('F26 marks a window partial with the reason when count and rows keep disagreeing, and no row goes missing by it', async () => {
  const mirror = await startReadMirror()
  const [removed = ''] = idsOfWeek(mirror)
  mirror.sandbox.rows.remove('billing-periods', removed)
  mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'shift-count', by: 2 })
  const listed = idsOfWeek(mirror).length
  const { isComplete } = await mirror.passWeek()
  expect(isComplete).toBe(false)
  const window = await windowState(mirror)
  expect(window.state).toBe('partial')
  expect(window.detail).toContain(`The source counted ${listed + 2} rows and listed ${listed}.`)
  expect(await absentIds(mirror)).toEqual([])
})

test('does not divide a window into days again for a known disagreement', async () => {
  const mirror = await startMirror()
  mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'shift-count', by: 2 })
  await mirror.passWeek()
  const dayCalls = () =>
    mirror.sandbox.calls
      .list('billing-periods')
      .filter(({ query }) => query.start_date_gte === query.start_date_lte)
  expect(dayCalls().length).toBeGreaterThan(0)
  mirror.sandbox.calls.clear()
  await mirror.pass({ source: 'hello-tractor', from: WEEK, to: WEEK_END })
  const whole = mirror.sandbox.calls
    .list('billing-periods')
    .filter(({ query }) => query.funding_source === undefined)
  expect(whole).toHaveLength(1)
})

test('completes a window by reading it again when the count disagrees once', async () => {
  const mirror = await startMirror()
  mirror.sandbox.faults.set({
    route: 'billing-periods',
    kind: 'shift-count',
    by: 1,
    match: WHOLE_WALK,
    times: 1,
  })
  await mirror.passWeek()
  expect((await windowState(mirror)).state).toBe('complete')
})

test('reads a week day by day when its count does not match', async () => {
  const mirror = await startMirror()
  mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'drop-rows', count: 3, match: WHOLE_WALK })
  await mirror.pass({ source: 'hello-tractor', from: WEEK, to: WEEK_END })
  const [stored] = await mirror.select<{ count: number }>(
    sql`select count(*)::int as count from billing_period where start_date between ${WEEK} and ${WEEK_END}`,
  )
  expect(stored?.count).toBe(idsOfWeek(mirror).length)
})

test('F23 collapses rows listed twice to one after walking the list again', async () => {
  const mirror = await startMirror()
  mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'duplicate-rows', count: 3, match: WHOLE_WALK })
  mirror.sandbox.calls.clear()
  await mirror.passWeek()
  const window = await windowState(mirror)
  expect(window).toMatchObject({ state: 'complete', rows: idsOfWeek(mirror).length })
  const walks = mirror.sandbox.calls
    .list('billing-periods')
    .filter(({ query }) => query.funding_source === undefined && query.start_date_gte === WEEK)
  expect(walks).toHaveLength(2)
})

test('leaves out and counts a row without a readable id, and says so on its window', async () => {
  const mirror = await startMirror()
  const [broken = ''] = idsOfWeek(mirror)
  mirror.sandbox.faults.set({
    route: 'billing-periods',
    kind: 'set-fields',
    fields: { id: null },
    ids: [broken],
  })
  await mirror.passWeek()
  const window = await windowState(mirror)
  expect(window).toMatchObject({ state: 'partial', rows: idsOfWeek(mirror).length - 1 })
  expect(window.detail).toContain('1 row without a valid id')
  const facts = await mirror.select<{ count: number }>(
    sql`select (value->>'count')::int as count from source_fact where fact = ${`rejected_rows:${WEEK}`}`,
  )
  expect(facts).toEqual([{ count: 1 }])
})

test('does not apply a window most of whose rows cannot be read', async () => {
  const mirror = await startReadMirror()
  const before = await visibleState(mirror)
  mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'set-fields', fields: { id: null } })
  await mirror.passWeek()
  expect(await visibleState(mirror)).toBe(before)
  const [window] = await mirror.select<{ code: string }>(
    sql`select error_code as code from sync_window where resource = 'billing-periods' and from_day = ${WEEK}`,
  )
  expect(window?.code).toBe('malformed')
})

test('bounds the calls that a count that is always too high costs, and spends fewer at later syncs', async () => {
  const mirror = await startMirror()
  const callsOfPass = async () => {
    mirror.sandbox.calls.clear()
    await mirror.pass({ source: 'hello-tractor' })
    return mirror.sandbox.calls.list().length
  }
  await callsOfPass()
  const usual = await callsOfPass()
  for (const route of ['billing-periods', 'invoices'] as const)
    mirror.sandbox.faults.set({ route, kind: 'shift-count', by: 3 })
  const first = await callsOfPass()
  expect(first).toBeGreaterThan(usual)
  expect(first).toBeLessThanOrEqual(usual * 3)
  expect((await windowState(mirror)).detail).toMatch(/The source counted \d+ rows and listed \d+\./)
  const [changed = ''] = idsOfWeek(mirror)
  mirror.sandbox.rows.remove('billing-periods', changed)
  expect(await callsOfPass()).toBeLessThanOrEqual(usual * 1.5)
  mirror.sandbox.faults.clear()
  await callsOfPass()
  expect((await windowState(mirror)).state).toBe('complete')
})
