import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import type { Fault } from '#lib/sandbox/faults.ts'
import {
  FIRST_DAY,
  idsOfWeek,
  startReadMirror,
  visibleState,
  WEEK,
  WEEK_END,
} from '#lib/server/sync/testing/mirror.ts'
import { runOnce } from './once.ts'

const BROKEN: readonly { name: string; fault: Fault }[] = [
  { name: 'truncated JSON', fault: { route: 'billing-periods', kind: 'truncate' } },
  { name: 'a short body', fault: { route: 'billing-periods', kind: 'short-body' } },
  { name: 'an HTML page', fault: { route: 'billing-periods', kind: 'html' } },
  { name: 'a server error', fault: { route: 'billing-periods', kind: 'status', status: 500 } },
  {
    name: 'F24 a page that always names itself as the next one',
    fault: {
      route: 'billing-periods',
      kind: 'set-envelope',
      fields: { next: 'https://other.example/?page=1' },
    },
  },
]

describe.each(BROKEN)('$name', ({ fault }) => {
  test('rejects the walk and keeps the previous state', async () => {
    const mirror = await startReadMirror()
    const before = await visibleState(mirror)
    const [changed = ''] = idsOfWeek(mirror)
    mirror.sandbox.rows.change({ resource: 'billing-periods', id: changed, fields: { amount: '1.00' } })
    mirror.sandbox.faults.set(fault)
    const { isComplete } = await mirror.pass({ source: 'hello-tractor', from: WEEK, to: WEEK_END })
    expect(isComplete).toBe(false)
    // The week's invoices are neither broken nor changed.
    expect(await visibleState(mirror)).toBe(before)
    const [window] = await mirror.select<{ errorCode: string | null; failures: number }>(
      sql`select error_code as "errorCode", failures from sync_window
        where resource = 'billing-periods' and from_day = ${WEEK}`,
    )
    expect(window?.errorCode).not.toBeNull()
    expect(window?.failures).toBe(1)
  })
})

test('keeps the previous state when a pass is killed between the whole walk and its partition walks', async () => {
  const mirror = await startReadMirror()
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

test('F40 keeps the previous state whole when the connection dies in the middle of the transaction', async () => {
  const mirror = await startReadMirror()
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
  await expect.poll(async () => (await mirror.select(waiting)).length).toBe(1)
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

test('writes no row in a second pass over an unchanged upstream', async () => {
  const mirror = await startReadMirror()
  const versions = sql`select string_agg(xmin::text, ' ' order by id) as xmins from (
    select id, xmin from billing_period union all select source || id, xmin from invoice) as rows`
  const before = [await visibleState(mirror), await mirror.select(versions)]
  await mirror.pass({ from: FIRST_DAY })
  expect([await visibleState(mirror), await mirror.select(versions)]).toEqual(before)
})

test('F41 changes nothing in a run whose window another run took meanwhile', async () => {
  const mirror = await startReadMirror()
  const before = await visibleState(mirror)
  const [changed = ''] = idsOfWeek(mirror)
  mirror.sandbox.rows.change({ resource: 'billing-periods', id: changed, fields: { amount: '1.00' } })
  mirror.sandbox.faults.set({
    route: 'billing-periods',
    kind: 'delay',
    ms: 1_000,
    match: { start_date_gte: WEEK, start_date_lte: WEEK_END },
    times: 1,
  })
  const pass = mirror.passWeek()
  await expect
    .poll(() => mirror.sandbox.calls.list('billing-periods').some(({ status }) => status === 0))
    .toBe(true)
  await mirror.select(
    sql`update sync_window set token = token + 1, leased_until = null, leased_by = null
      where resource = 'billing-periods' and from_day = ${WEEK}`,
  )
  await mirror.select(sql`update sync_window set requested_at = null`)
  await pass
  expect(await visibleState(mirror)).toBe(before)
})
