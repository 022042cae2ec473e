import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import * as list from '#app/api/billing-periods/route.ts'
import * as weekly from '#app/api/collections/weekly/route.ts'
import type { Fault } from '#lib/sandbox/faults.ts'
import { sandboxEnvironment } from '#lib/sandbox/settings.ts'
import { readEnv } from '#lib/server/config/env.ts'
import { runOnce } from '#lib/server/sync/once.ts'
import {
  idsOfWeek,
  type Mirror,
  startMirror,
  WEEK,
  WEEK_END,
  windowState,
} from '#lib/server/sync/testing/mirror.ts'
import { createUpstreams } from '#lib/server/upstream/sources/upstreams.ts'
import { QUICK } from '#lib/server/upstream/testing/settings.ts'
import { ask, readFrom } from '#lib/testing/ask.ts'

// The responses of a list and a chart, the number of calls, and the stored rows while a source fails as in a
// row of docs/faults.md. Deadlines are short; the rules are the product's.

const QUERY = `start_from=${WEEK}&start_to=${WEEK_END}`

type Answers = { rows: unknown; totals: unknown; weeks: unknown; asOf: unknown }

/** Reads what a person sees of WEEK; the status must be 200. */
async function answers(mirror: Mirror): Promise<Answers> {
  readFrom(mirror)
  const listed = await ask(list, `/api/billing-periods?${QUERY}`)
  const drawn = await ask(weekly, `/api/collections/weekly?from=${WEEK}&to=${WEEK_END}`)
  expect([listed.status, drawn.status]).toEqual([200, 200])
  const { rows, totals } = await listed.json()
  const { weeks } = await drawn.json()
  const [window] = await mirror.select(
    sql`select last_complete_at as at from sync_window where resource = 'billing-periods' and from_day = ${WEEK}`,
  )
  return { rows, totals, weeks, asOf: window }
}

async function errorOf(mirror: Mirror): Promise<{ code: string | null; detail: string | null }> {
  const [window] = await mirror.select<{ code: string | null; detail: string | null }>(
    sql`select error_code as code, error_detail as detail from sync_window
      where resource = 'billing-periods' and from_day = ${WEEK}`,
  )
  return window ?? { code: null, detail: null }
}

type Row = {
  name: string
  fault: Omit<Fault, 'route'>
  code: string
  /** Most calls of the list: the first one and the allowed retries. */
  attempts: number
}

const row = (name: string, fault: object, code: string, attempts: number): Row => ({
  name,
  fault: fault as Row['fault'],
  code,
  attempts,
})

const ROWS: Row[] = [
  row('F04 a reset before the headers', { kind: 'reset' }, 'unavailable', 3),
  row('F05 a black hole', { kind: 'hang' }, 'timeout', 2),
  row('F06 a body that stalls', { kind: 'stall', bytes: 20 }, 'timeout', 2),
  row('F07 a slow drip', { kind: 'drip', bytes: 1, everyMs: 100 }, 'timeout', 2),
  row('F08 a body shorter than promised', { kind: 'short-body' }, 'malformed', 2),
  row('F09 an error of the server', { kind: 'status', status: 502 }, 'unavailable', 3),
  row('F10 a pause asked for', { kind: 'status', status: 503, retryAfter: '120' }, 'unavailable', 1),
  row('F11 a limit reached', { kind: 'status', status: 429, retryAfter: '120' }, 'rate_limited', 1),
  row('F12 a refused key', { kind: 'status', status: 401 }, 'unauthorized', 1),
  row('F13 no access to a resource', { kind: 'status', status: 403 }, 'forbidden', 1),
  row(
    'F17 a redirect to another host',
    { kind: 'status', status: 302, headers: { location: 'https://other.example/' } },
    'blocked',
    1,
  ),
  row('F18 a page of HTML', { kind: 'html' }, 'malformed', 2),
  row('F19 JSON cut short', { kind: 'truncate' }, 'malformed', 2),
  row('F19 JSON that does not parse', { kind: 'invalid-json' }, 'malformed', 2),
  row(
    'F20 an error in an answer of 200',
    { kind: 'status', status: 200, contentType: 'application/json', body: '{"error":"no"}' },
    'malformed',
    2,
  ),
  row('F29 a gzip bomb', { kind: 'gzip-bomb', bytes: 24 * 1024 * 1024 }, 'too_large', 1),
  row('F30 a flood of headers', { kind: 'large-header', bytes: 1024 * 1024 }, 'malformed', 3),
]

test.each(ROWS)(
  '$name: keeps lists and charts, states the reason in the window, and heals',
  async ({ fault, code, attempts }) => {
    const mirror = await startMirror({ http: QUICK })
    await mirror.passWeek()
    const before = await answers(mirror)
    expect(before.rows).not.toEqual([])
    const [changed = ''] = idsOfWeek(mirror)
    mirror.sandbox.rows.change({ resource: 'billing-periods', id: changed, fields: { amount: '1.00' } })
    mirror.sandbox.faults.set({ ...fault, route: 'billing-periods' } as Fault)
    const callsBefore = mirror.sandbox.calls.count('billing-periods')
    expect((await mirror.passWeek()).isComplete).toBe(false)
    expect(await answers(mirror)).toEqual(before)
    const error = await errorOf(mirror)
    expect(error.code).toBe(code)
    expect(error.detail).not.toMatch(/127\.0\.0\.1|other\.example|Bearer|select /)
    expect(mirror.sandbox.calls.count('billing-periods') - callsBefore).toBeLessThanOrEqual(attempts)
    mirror.sandbox.faults.clear()
    await expectHealed(mirror, before)
  },
)

/** Runs later with new clients, because the old ones remember the fault (a pause, an open circuit). */
async function expectHealed(mirror: Mirror, before: Answers): Promise<void> {
  const env = readEnv({ ...sandboxEnvironment(mirror.sandbox), SYNC_FROM: WEEK })
  const { isComplete } = await passWith(mirror, env)
  expect(isComplete).toBe(true)
  expect(await errorOf(mirror)).toEqual({ code: null, detail: null })
  expect((await answers(mirror)).rows).not.toEqual(before.rows)
}

async function passWith(mirror: Mirror, env: ReturnType<typeof readEnv>) {
  const upstreams = createUpstreams(env, QUICK)
  mirror.clock.now = new Date(mirror.clock.now.getTime() + 300_000)
  return runOnce({
    url: mirror.url,
    upstreams,
    settings: mirror.settings,
    signal: new AbortController().signal,
    now: () => mirror.clock.now,
    random: () => 0,
    only: { source: 'hello-tractor', from: WEEK, to: WEEK_END },
  }).finally(() => upstreams.close())
}

test.each([
  ['F01 a refused connection', () => 'http://127.0.0.1:1', 'unavailable'],
  ['F02 a name that does not resolve', () => 'https://furrow.invalid', 'unavailable'],
  ['F03 a failed TLS check', (mirror: Mirror) => mirror.sandbox.url.replace('http:', 'https:'), 'blocked'],
])('%s: keeps lists and charts', async (_name, address, code) => {
  const mirror = await startMirror()
  await mirror.passWeek()
  const before = await answers(mirror)
  const env = readEnv({ ...sandboxEnvironment(mirror.sandbox), HELLO_TRACTOR_URL: address(mirror) })
  expect((await passWith(mirror, env)).isComplete).toBe(false)
  expect(await answers(mirror)).toEqual(before)
  expect((await errorOf(mirror)).code).toBe(code)
})

test('F21 stores and counts a row with an amount in words as unknown', async () => {
  const mirror = await startMirror()
  const [id = ''] = idsOfWeek(mirror)
  mirror.sandbox.rows.change({ resource: 'billing-periods', id, fields: { amount: 'on request' } })
  await mirror.passWeek()
  const [found] = await mirror.select(
    sql`select amount, raw::text like '%on request%' as "isRawKept", amount_issue is not null as "isExplained"
      from billing_period where id = ${id}`,
  )
  expect(found).toEqual({ amount: null, isRawKept: true, isExplained: true })
  const [counted] = await mirror.select<{ count: number }>(
    sql`select sum(unknown_amounts)::int as count from billing_period_day`,
  )
  expect(counted?.count).toBeGreaterThan(0)
})

test('F22 keeps the text of an unknown status and counts it as other', async () => {
  const mirror = await startMirror()
  const [id = ''] = idsOfWeek(mirror)
  mirror.sandbox.faults.set({
    route: 'billing-periods',
    kind: 'set-fields',
    ids: [id],
    fields: { status: { label: 'ON_HOLD' } },
  })
  await mirror.passWeek()
  const [found] = await mirror.select(sql`select status from billing_period where id = ${id}`)
  expect(found).toEqual({ status: 'ON_HOLD' })
  const [counted] = await mirror.select<{ count: number }>(
    sql`select coalesce(sum(count), 0)::int as count from billing_period_day where status = 'OTHER'`,
  )
  expect(counted?.count).toBeGreaterThan(0)
  expect((await windowState(mirror)).state).toBe('complete')
})
