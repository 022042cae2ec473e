import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import type { Fault } from '../sandbox/faults.ts'
import { runOnce } from './once.ts'
import {
  FIRST_DAY,
  type Mirror,
  startMirror,
  visibleState,
  WEEK,
  WEEK_END,
  windowState,
} from './testing/mirror.ts'

const WHOLE_WALK = { start_date_gte: WEEK, start_date_lte: WEEK_END }

/** An id of the week, and its siblings. */
function idsOfWeek(mirror: Mirror): string[] {
  const rows = mirror.sandbox.truth.billingPeriods()
  return rows
    .filter(({ row }) => String(row.start_date) >= WEEK && String(row.start_date) <= WEEK_END)
    .map(({ id }) => id)
}

async function absentIds(mirror: Mirror): Promise<string[]> {
  const found = await mirror.select<{ id: string }>(
    sql`select id from billing_period where missing_since is not null or gone_at is not null`,
  )
  return found.map(({ id }) => id)
}

test('a lasting disagreement of count and rows makes a window partial with the reason, and no row goes missing by it', async () => {
  const mirror = await startMirror()
  await mirror.pass()
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

test('a known disagreement is not divided into days again', async () => {
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

test('a count that disagrees once is healed by reading again', async () => {
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

test('a week that does not add up is read day by day', async () => {
  const mirror = await startMirror()
  mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'drop-rows', count: 3, match: WHOLE_WALK })
  await mirror.pass({ source: 'hello-tractor', from: WEEK, to: WEEK_END })
  const [stored] = await mirror.select<{ count: number }>(
    sql`select count(*)::int as count from billing_period where start_date between ${WEEK} and ${WEEK_END}`,
  )
  expect(stored?.count).toBe(idsOfWeek(mirror).length)
})

test('rows listed twice collapse to one, after the walk was made again', async () => {
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

const BROKEN: readonly { name: string; fault: Fault }[] = [
  { name: 'truncated JSON', fault: { route: 'billing-periods', kind: 'truncate' } },
  { name: 'a short body', fault: { route: 'billing-periods', kind: 'short-body' } },
  { name: 'an HTML page', fault: { route: 'billing-periods', kind: 'html' } },
  { name: 'a server error', fault: { route: 'billing-periods', kind: 'status', status: 500 } },
  {
    name: 'a page that names itself as the next one for ever',
    fault: {
      route: 'billing-periods',
      kind: 'set-envelope',
      fields: { next: 'https://other.example/?page=1' },
    },
  },
]

describe.each(BROKEN)('$name', ({ fault }) => {
  test('rejects the walk and leaves the state before it', async () => {
    const mirror = await startMirror()
    await mirror.pass()
    const before = await visibleState(mirror)
    const [changed = ''] = idsOfWeek(mirror)
    mirror.sandbox.rows.change({ resource: 'billing-periods', id: changed, fields: { amount: '1.00' } })
    mirror.sandbox.faults.set(fault)
    const { isComplete } = await mirror.pass({ source: 'hello-tractor', from: WEEK, to: WEEK_END })
    expect(isComplete).toBe(false)
    // The invoices of the week are not broken and did not change either.
    expect(await visibleState(mirror)).toBe(before)
    const [window] = await mirror.select<{ errorCode: string | null; failures: number }>(
      sql`select error_code as "errorCode", failures from sync_window
        where resource = 'billing-periods' and from_day = ${WEEK}`,
    )
    expect(window?.errorCode).not.toBeNull()
    expect(window?.failures).toBe(1)
  })
})

test('an end between the whole walk and its partitions leaves the state before it', async () => {
  const mirror = await startMirror()
  await mirror.pass()
  const before = await visibleState(mirror)
  const [changed = ''] = idsOfWeek(mirror)
  mirror.sandbox.rows.change({ resource: 'billing-periods', id: changed, fields: { amount: '1.00' } })
  const [fund = ''] = mirror.sandbox.fundingSources
  mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'hang', match: { funding_source: fund } })
  const stop = new AbortController()
  const pass = runOnce({
    url: mirror.url,
    upstreams: mirror.upstreams,
    settings: mirror.settings,
    signal: stop.signal,
    only: { source: 'hello-tractor', from: WEEK, to: WEEK_END },
    now: () => new Date(mirror.clock.now.getTime() + 60_000),
  })
  await expect
    .poll(() => mirror.sandbox.calls.list('billing-periods').some(({ status }) => status === 0))
    .toBe(true)
  stop.abort(new Error('killed'))
  await expect(pass).rejects.toThrow('killed')
  expect(await visibleState(mirror)).toBe(before)
})

test('an end in the middle of a transaction leaves the state before it whole', async () => {
  const mirror = await startMirror()
  await mirror.pass()
  const before = await visibleState(mirror)
  const [changed = ''] = idsOfWeek(mirror)
  mirror.sandbox.rows.change({
    resource: 'billing-periods',
    id: changed,
    fields: { status: 'PAYMENT_FAILED' },
  })
  const blocker = await mirror.db.$client.connect()
  await blocker.query('begin')
  await blocker.query('select * from mirror_state for update')
  const pass = mirror
    .pass({ source: 'hello-tractor', from: WEEK, to: WEEK_END })
    .catch((error: unknown) => error)
  const waiting = sql`select pid from pg_stat_activity where datname = current_database()
    and wait_event_type = 'Lock' and query like 'update mirror_state%'`
  await expect.poll(async () => (await mirror.select(waiting)).length, { timeout: 10_000 }).toBe(1)
  await mirror.select(sql`select pg_terminate_backend(pid) from (${waiting}) as stuck`)
  expect(await pass).toBeInstanceOf(Error)
  await blocker.query('rollback')
  blocker.release()
  expect(await visibleState(mirror)).toBe(before)
  await mirror.pass({ source: 'hello-tractor', from: WEEK, to: WEEK_END })
  const [row] = await mirror.select<{ status: string }>(
    sql`select status from billing_period where id = ${changed}`,
  )
  expect(row?.status).toBe('PAYMENT_FAILED')
})

test('a row without a readable id is left out and counted; its window says so', async () => {
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
  expect(window.detail).toContain('1 row without a readable id')
  const facts = await mirror.select<{ count: number }>(
    sql`select (value->>'count')::int as count from source_fact where fact = ${`rejected_rows:${WEEK}`}`,
  )
  expect(facts).toEqual([{ count: 1 }])
})

test('a window most of whose rows cannot be read is not applied', async () => {
  const mirror = await startMirror()
  await mirror.pass()
  const before = await visibleState(mirror)
  mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'set-fields', fields: { id: null } })
  await mirror.passWeek()
  expect(await visibleState(mirror)).toBe(before)
  const [window] = await mirror.select<{ code: string }>(
    sql`select error_code as code from sync_window where resource = 'billing-periods' and from_day = ${WEEK}`,
  )
  expect(window?.code).toBe('malformed')
})

test('a second pass over an unchanged upstream writes no row', async () => {
  const mirror = await startMirror()
  await mirror.pass()
  const versions = sql`select string_agg(xmin::text, ' ' order by id) as xmins from (
    select id, xmin from billing_period union all select source || id, xmin from invoice) as rows`
  const before = [await visibleState(mirror), await mirror.select(versions)]
  await mirror.pass({ from: FIRST_DAY })
  expect([await visibleState(mirror), await mirror.select(versions)]).toEqual(before)
})

test('a run during which another one was applied changes nothing', async () => {
  const mirror = await startMirror()
  await mirror.pass()
  const before = await visibleState(mirror)
  const [changed = ''] = idsOfWeek(mirror)
  mirror.sandbox.rows.change({ resource: 'billing-periods', id: changed, fields: { amount: '1.00' } })
  mirror.sandbox.faults.set({
    route: 'billing-periods',
    kind: 'delay',
    ms: 1_000,
    match: WHOLE_WALK,
    times: 1,
  })
  const pass = mirror.passWeek()
  await expect
    .poll(() => mirror.sandbox.calls.list('billing-periods').some(({ status }) => status === 0))
    .toBe(true)
  await mirror.select(
    sql`update sync_window set last_run_at = now() where resource = 'billing-periods' and from_day = ${WEEK}`,
  )
  await mirror.select(sql`update sync_window set requested_at = null`)
  await pass
  expect(await visibleState(mirror)).toBe(before)
})
