import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { sandboxEnvironment } from '#lib/sandbox/settings.ts'
import { parseParams } from '#lib/search-params.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import { readEnv } from '#lib/server/config/env.ts'
import { processWide } from '#lib/server/config/process-wide.ts'
import { type Database, openDatabase } from '#lib/server/db/client.ts'
import { filterOptions } from '#lib/server/lists/filter-options.ts'
import { isAcceptedFor, readHeldBack } from '#lib/server/sync/row-facts.ts'
import {
  idsOfWeek,
  type Mirror,
  startMirror,
  WEEK,
  WEEK_END,
  windowState,
} from '#lib/server/sync/testing/mirror.ts'
import { createCallLog } from '#lib/server/upstream/call-log.ts'
import { createUpstreams } from '#lib/server/upstream/sources/upstreams.ts'
import { sourceDiagnosticsSchema } from '#lib/sources/diagnostics-schema.ts'
import type { Resource, Source } from '#lib/sources.ts'
import { financier, operator } from '#lib/testing/ask.ts'
import { sourceDiagnostics } from './diagnostics.ts'
import { settleDisappearance } from './disappearances.ts'
import { sourcesHealth } from './health.ts'
import { pauseSource, resumeSource } from './pause.ts'
import { requestRefresh } from './refresh.ts'

const shared = processWide<Database>('furrowDatabase')

beforeEach(() => {
  shared.value = undefined
})
afterEach(() => vi.unstubAllEnvs())

/** Starts a mirror that this process reads from, with the sandbox as the configured upstream. */
async function mirrorInUse(options: Parameters<typeof startMirror>[0] = {}): Promise<Mirror> {
  const mirror = await startMirror(options)
  const web = openDatabase(mirror.url, { work: 'web' })
  onTestFinished(() => web.$client.end())
  shared.value = web
  const environment = {
    AUTH_SECRET: 'a secret that only tests know, 32+',
    ...sandboxEnvironment(mirror.sandbox),
    ...options.environment,
    FURROW_DATABASE_URL: mirror.url,
  }
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  return mirror
}

async function diagnosticsOf(
  mirror: Mirror,
  resource: Resource = 'billing-periods',
  source: Source = 'hello-tractor',
) {
  const diagnostics = sourceDiagnosticsSchema.parse(
    await sourceDiagnostics(operator, source, mirror.clock.now),
  )
  const found = diagnostics.resources.find((each) => each.resource === resource)
  if (!found) throw new Error(`${resource} is missing`)
  return { ...found, calls: diagnostics.calls }
}

const visible = (mirror: Mirror) =>
  mirror
    .select<{ count: number }>(
      sql`select coalesce(sum(count), 0)::int as count from billing_period_day where day between ${WEEK} and ${WEEK_END}`,
    )
    .then(([found]) => found?.count)

/** Removes `count` rows of a large week, and runs the two complete runs after which they are on hold. */
async function vanished(mirror: Mirror, count: number): Promise<string[]> {
  await mirror.passWeek()
  const gone = idsOfWeek(mirror).slice(0, count)
  for (const id of gone) mirror.sandbox.rows.remove('billing-periods', id)
  await mirror.passWeek()
  await mirror.passWeek()
  return gone
}

const MANY = { sandbox: { scale: { contracts: 60, weeks: 8 } } }
const asked = { resource: 'billing-periods', from: WEEK } as const

test('F11 keeps a rate limit as a fault with its end, counts it while it lasts, and ends it once all was read', async () => {
  const mirror = await mirrorInUse()
  await mirror.passWeek()
  mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'status', status: 429, retryAfter: '300' })
  await mirror.passWeek()
  const [fault] = (await diagnosticsOf(mirror)).faults
  expect(fault).toMatchObject({ code: 'rate_limited', times: 1, week: WEEK, isOver: false })
  expect(fault?.retryAt).not.toBeNull()
  const week = (await diagnosticsOf(mirror)).open.windows.find(({ from }) => from === WEEK)
  expect(week).toMatchObject({
    state: 'complete',
    errorCode: 'rate_limited',
  })
  mirror.sandbox.faults.clear()
  await mirror.db.execute(sql`update sync_window set error_code = null`)
  expect((await diagnosticsOf(mirror)).faults).toMatchObject([{ code: 'rate_limited', isOver: true }])
})

test('F12 names the variable to check for a refused key, and counts a repeated fault instead of listing it', async () => {
  const mirror = await mirrorInUse({ environment: { HELLO_TRACTOR_API_KEY: 'no-such-key' } })
  await mirror.passWeek()
  await mirror.passWeek()
  const { faults, open } = await diagnosticsOf(mirror)
  expect(faults).toMatchObject([{ code: 'unauthorized', times: 2, isOver: false }])
  expect(faults[0]?.fix).toContain('HELLO_TRACTOR_API_KEY')
  expect(open.windows.find(({ from }) => from === WEEK)).toMatchObject({
    state: 'failed',
    lastCompleteAt: null,
  })
  expect(JSON.stringify(faults)).not.toContain('no-such-key')
})

test('F18 reports an HTML page in Furrow’s own words, and keeps the last ten faults of different kinds', async () => {
  const mirror = await mirrorInUse()
  for (let round = 0; round < 6; round++) {
    mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'html' })
    await mirror.passWeek()
    mirror.sandbox.faults.clear()
    mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'status', status: 403 })
    await mirror.passWeek()
    mirror.sandbox.faults.clear()
  }
  const { faults } = await diagnosticsOf(mirror)
  expect(faults.map(({ code }) => code)).toEqual(Array(5).fill(['forbidden', 'malformed']).flat())
  expect(JSON.stringify(faults)).not.toContain('<')
  const [kept] = await mirror.select<{ count: number }>(
    sql`select count(*)::int as count from source_error where resource = 'billing-periods'`,
  )
  expect(kept?.count).toBe(10)
})

test('F26 shows how many of the counted rows were listed, and since when', async () => {
  const mirror = await mirrorInUse()
  await mirror.passWeek()
  mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'shift-count', by: 12 })
  await mirror.passWeek()
  const listed = idsOfWeek(mirror).length
  const [first] = (await diagnosticsOf(mirror)).open.windows.filter(({ from }) => from === WEEK)
  expect(first).toMatchObject({ state: 'partial', listed, counted: listed + 12 })
  await mirror.passWeek()
  const [second] = (await diagnosticsOf(mirror)).open.windows.filter(({ from }) => from === WEEK)
  expect(second?.since).toBe(first?.since)
  mirror.sandbox.faults.clear()
  await mirror.passWeek()
  expect((await diagnosticsOf(mirror)).open.windows.filter(({ from }) => from === WEEK)).toEqual([])
})

test('F21 shows unreadable rows as received, with personal and secret fields masked', async () => {
  const mirror = await mirrorInUse()
  const [broken = '', odd = ''] = idsOfWeek(mirror)
  const fields = {
    id: null,
    email: 'amaka.obi@example.com',
    url: 'https://pay.example/secret',
    note: 'token=abcdef99',
  }
  mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'set-fields', fields, ids: [broken] })
  const words = { totalAmountIncMaintenanceFee: 'twelve thousand' }
  mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'set-fields', fields: words, ids: [odd] })
  await mirror.passWeek()
  const { rejected, unreadable } = await diagnosticsOf(mirror)
  expect(rejected).toMatchObject({
    total: 1,
    rows: [{ week: WEEK, code: 'no_id', reason: 'its id cannot be read' }],
  })
  expect(rejected.rows[0]?.raw).toContain('"loanName"')
  for (const secret of ['amaka', 'pay.example', 'abcdef99'])
    expect(rejected.rows[0]?.raw).not.toContain(secret)
  expect(unreadable.rows).toContainEqual({
    id: odd,
    field: 'totalAmountIncMaintenanceFee',
    code: 'not_a_number',
    reason: 'not a number',
    raw: '"twelve thousand"',
  })
})

test('lets a person confirm a disappearance on hold, withdraw that and confirm again', async () => {
  const mirror = await mirrorInUse(MANY)
  const gone = await vanished(mirror, 25)
  const before = await visible(mirror)
  const [held] = (await diagnosticsOf(mirror)).heldBack
  expect(held).toMatchObject({ from: WEEK, rows: gone.length, isConfirmed: false })
  const version = held?.version ?? ''
  const settle = (action: 'confirm' | 'withdraw') =>
    settleDisappearance({ viewer: operator }, { source: 'hello-tractor', action }, { ...asked, version })
  expect((await settle('confirm')).heldBack).toMatchObject({ isConfirmed: true, confirmedBy: operator.name })
  await settle('withdraw')
  await mirror.passWeek()
  expect(await visible(mirror)).toBe(before)
  await settle('confirm')
  await mirror.passWeek()
  expect(await visible(mirror)).toBe((before ?? 0) - gone.length)
  expect((await diagnosticsOf(mirror)).heldBack).toEqual([])
  await expect(settle('withdraw')).rejects.toMatchObject({ status: 409, code: 'nothing_held_back' })
  for (const id of gone) mirror.sandbox.rows.restore('billing-periods', id)
  await mirror.passWeek()
  expect(await visible(mirror)).toBe(before)
})

test('confirms only the rows that were shown, puts as many other rows on hold again, and refuses another version', async () => {
  const mirror = await mirrorInUse(MANY)
  const gone = await vanished(mirror, 22)
  const source = 'hello-tractor'
  const settle = (version: string | undefined) =>
    settleDisappearance(
      { viewer: operator },
      { source, action: 'confirm' },
      { ...asked, version: version ?? null },
    )
  const [held] = (await diagnosticsOf(mirror)).heldBack
  // One row returns and another goes: the number stays the same, the set does not.
  const other = idsOfWeek(mirror).find((id) => !gone.includes(id)) ?? ''
  mirror.sandbox.rows.restore('billing-periods', gone[0] ?? '')
  mirror.sandbox.rows.remove('billing-periods', other)
  await mirror.passWeek()
  await mirror.passWeek()
  const [changed] = (await diagnosticsOf(mirror)).heldBack
  expect([changed?.rows, changed?.version === held?.version]).toEqual([held?.rows, false])
  await expect(settle(held?.version)).rejects.toMatchObject({
    status: 409,
    code: 'changed_meanwhile',
    message: expect.stringContaining('Look at it again'),
  })
  await settle(changed?.version)
  const week = { source, resource: 'billing-periods', fromDay: WEEK } as const
  const known = await readHeldBack(mirror.db, week)
  const rest = gone.slice(1)
  const sets = [[...rest, other], rest, gone, [...rest, other, gone[0] ?? '']]
  expect(sets.map((ids) => isAcceptedFor(known, ids))).toEqual([true, true, false, false])
  const none = { resource: null, from: WEEK, version: null }
  await expect(
    settleDisappearance({ viewer: operator }, { source, action: 'confirm' }, none),
  ).rejects.toMatchObject({ status: 400, errors: [{ param: 'resource' }, { param: 'version' }] })
})

test('puts all rows on hold again when another row goes besides the confirmed ones', async () => {
  const mirror = await mirrorInUse(MANY)
  const gone = await vanished(mirror, 22)
  const before = await visible(mirror)
  // Missing only once, this row is not on hold yet.
  const other = idsOfWeek(mirror).find((id) => !gone.includes(id)) ?? ''
  mirror.sandbox.rows.remove('billing-periods', other)
  await mirror.passWeek()
  const [held] = (await diagnosticsOf(mirror)).heldBack
  expect(held?.rows).toBe(gone.length)
  const what = { source: 'hello-tractor', action: 'confirm' } as const
  await settleDisappearance({ viewer: operator }, what, { ...asked, version: held?.version ?? null })
  mirror.sandbox.rows.restore('billing-periods', gone[0] ?? '')
  await mirror.passWeek()
  expect((await diagnosticsOf(mirror)).heldBack).toMatchObject([{ rows: gone.length, isConfirmed: false }])
  expect(await visible(mirror)).toBe(before)
})

test('runs simultaneous confirmations and withdrawals one after another, each with its audit event', async () => {
  const mirror = await mirrorInUse(MANY)
  await vanished(mirror, 22)
  const [held] = (await diagnosticsOf(mirror)).heldBack
  const settle = (action: 'confirm' | 'withdraw') =>
    settleDisappearance(
      { viewer: operator },
      { source: 'hello-tractor', action },
      { ...asked, version: held?.version ?? null },
    )
  await Promise.all(Array.from({ length: 6 }, (_, at) => settle(at % 2 ? 'confirm' : 'withdraw')))
  const events = await mirror.select<{ action: string }>(
    sql`select action from audit_event where subject = 'source:hello-tractor' order by sequence`,
  )
  expect(events).toHaveLength(6)
  const [{ isConfirmed } = {}] = (await diagnosticsOf(mirror)).heldBack
  expect(isConfirmed).toBe(events.at(-1)?.action === 'disappearance.confirm')
  await mirror.db.execute(sql`alter table audit_event rename to audit_event_away`)
  await expect(settle(isConfirmed ? 'withdraw' : 'confirm')).rejects.toMatchObject({
    code: 'audit_unavailable',
  })
  await mirror.db.execute(sql`alter table audit_event_away rename to audit_event`)
  expect((await diagnosticsOf(mirror)).heldBack[0]?.isConfirmed).toBe(isConfirmed)
})

test('does not end a later pause than the one shown, and stores no pause without its audit event', async () => {
  const mirror = await mirrorInUse()
  const { now } = mirror.clock
  const later = new Date(now.getTime() + 60_000)
  const source = 'hello-tractor'
  const resume = (since: Date | null) =>
    resumeSource({ viewer: operator }, { source, since: since?.toISOString() ?? null }, later)
  await pauseSource({ viewer: operator }, source, now)
  await expect(resume(null)).rejects.toMatchObject({ status: 400, errors: [{ param: 'since' }] })
  // Two people resume the pause that both saw, and a third pauses again in between.
  await resume(now)
  await pauseSource({ viewer: operator }, source, later)
  await expect(resume(now)).rejects.toMatchObject({ status: 409, code: 'changed_meanwhile' })
  const both = await Promise.all([resume(later), resume(later)])
  expect(both).toEqual([{ paused: null }, { paused: null }])
  await mirror.db.execute(sql`alter table audit_event rename to audit_event_away`)
  await expect(pauseSource({ viewer: operator }, source, later)).rejects.toMatchObject({ status: 503 })
  await mirror.db.execute(sql`alter table audit_event_away rename to audit_event`)
  const { sources } = await sourcesHealth(operator, later)
  expect(sources[0]?.paused).toBeNull()
})

test('reads nothing of a paused source, reports an incomplete pass, and reads it again after resuming', async () => {
  const mirror = await mirrorInUse()
  await mirror.pass()
  await pauseSource({ viewer: operator }, 'hello-tractor', mirror.clock.now)
  mirror.sandbox.calls.clear()
  const result = await mirror.pass()
  expect(result).toMatchObject({ paused: ['hello-tractor'], isComplete: false })
  expect(mirror.sandbox.calls.list('billing-periods')).toEqual([])
  expect(mirror.sandbox.calls.list('client-invoices').length).toBeGreaterThan(0)
  const { sources } = await sourcesHealth(operator, mirror.clock.now)
  expect(sources[0]).toMatchObject({ state: 'paused', paused: { by: operator.name } })
  await expect(requestRefresh({ viewer: operator }, 'hello-tractor')).rejects.toMatchObject({
    status: 409,
    code: 'source_paused',
  })
  expect(
    await resumeSource(
      { viewer: operator },
      { source: 'hello-tractor', since: sources[0]?.paused?.since ?? null },
      mirror.clock.now,
    ),
  ).toEqual({ paused: null })
  expect(await mirror.pass()).toMatchObject({ paused: [], isComplete: true })
  expect(mirror.sandbox.calls.list('billing-periods').length).toBeGreaterThan(0)
})

test('stops a run before its next call when its source is paused, and leaves the window as it was', async () => {
  const mirror = await mirrorInUse()
  await mirror.passWeek()
  mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'delay', ms: 300 })
  mirror.sandbox.calls.clear()
  const pass = mirror.passWeek()
  await expect.poll(() => mirror.sandbox.calls.list('billing-periods').length).toBeGreaterThan(0)
  await pauseSource({ viewer: operator }, 'hello-tractor', mirror.clock.now)
  mirror.clock.now = new Date(mirror.clock.now.getTime() + 5_000)
  expect((await pass).isComplete).toBe(false)
  expect(mirror.sandbox.calls.list('billing-periods').length).toBeLessThan(4)
  expect(await windowState(mirror)).toMatchObject({ state: 'complete', detail: null })
  const faults = await mirror.select(sql`select 1 from source_error`)
  expect(faults).toEqual([])
})

test('refreshes a single window, and refuses days without one and lists that the source lacks', async () => {
  const mirror = await mirrorInUse()
  await mirror.pass()
  const range = { resource: 'billing-periods', from: WEEK, to: WEEK_END } as const
  expect(await requestRefresh({ viewer: operator }, 'hello-tractor', new Date(), range)).toEqual({
    requested: 1,
  })
  const early = { resource: null, from: null, to: '2020-01-01' }
  await expect(
    requestRefresh({ viewer: operator }, 'hello-tractor', new Date(), early),
  ).rejects.toMatchObject({
    status: 400,
    errors: [{ param: 'to' }],
  })
  await expect(
    requestRefresh({ viewer: operator }, 'payment-links', new Date(), range),
  ).rejects.toMatchObject({
    status: 400,
    errors: [{ param: 'resource' }],
  })
})

test('counts calls by outcome and minute, repeats apart, and keeps counts that could not be written', async () => {
  const mirror = await mirrorInUse()
  const log = createCallLog(() => mirror.clock.now)
  const upstreams = createUpstreams(readEnv(sandboxEnvironment(mirror.sandbox)), {
    retry: { baseMs: 1, maxBackoffMs: 2 },
    onCall: log.note,
  })
  onTestFinished(() => upstreams.close())
  const ask = () => upstreams.helloTractor?.billingPeriodPage({ limit: 1 }, null).catch(() => null)
  await ask()
  mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'status', status: 503, times: 1 })
  await ask()
  mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'status', status: 401 })
  await ask()
  const broken = { execute: () => Promise.reject(new Error('away')) } as unknown as Database
  await expect(log.flush(broken)).rejects.toThrow('away')
  await log.flush(mirror.db)
  await log.flush(mirror.db)
  expect((await diagnosticsOf(mirror)).calls).toMatchObject({
    total: 3,
    repeats: 1,
    outcomes: [
      { outcome: 'ok', calls: 2 },
      { outcome: 'unauthorized', calls: 1 },
    ],
    minutes: [{ ok: 2, failed: 1 }],
  })
  mirror.clock.now = new Date(mirror.clock.now.getTime() + 61 * 60_000)
  expect((await diagnosticsOf(mirror)).calls).toMatchObject({ total: 0, minutes: [] })
})

test('tells a financier why a source cannot be shown, and nothing beyond the scope about rows and windows', async () => {
  const mirror = await mirrorInUse()
  await mirror.pass()
  await mirror.db.execute(sql`update sync_window set state = 'partial',
    reasons = '[{"code": "refused", "filter": "funding_source", "value": "Heifer"}]' where from_day = ${WEEK}`)
  const [foreign] = await mirror.select<{ name: string }>(
    sql`select funding_source as name from billing_period where funding_source <> 'AGRI-FUND-1' limit 1`,
  )
  const viewer = financier('AGRI-FUND-1')
  const all = await sourcesHealth(operator, mirror.clock.now)
  expect(all.sources.map(({ outOfScope }) => outOfScope)).toEqual([null, null, null])
  expect(JSON.stringify(all)).toContain('Heifer')
  const { sources } = await sourcesHealth(viewer, mirror.clock.now)
  expect(sources.map(({ outOfScope }) => outOfScope !== null)).toEqual([false, expect.any(Boolean), true])
  expect(sources[2]?.outOfScope).toMatch(/name no funding source/)
  expect(sources[2]?.resources[0]).toMatchObject({ rows: 0, unassigned: 0, ambiguous: 0, undated: null })
  expect(sources[0]?.resources[0]?.missing[0]).toMatchObject({ detail: 'Not every row could be synced.' })
  const listed = await listBillingPeriods(viewer, {
    ...parseParams(billingPeriodFilters, new URLSearchParams()),
    cursor: null,
    limit: 5,
  })
  const told = JSON.stringify([
    sources,
    listed.freshness,
    await filterOptions(viewer, { list: 'billing-periods', source: null }),
  ])
  for (const words of ['Heifer', '400 rows', foreign?.name ?? '']) expect(told).not.toContain(words)
})

test('shows a financier only health: no diagnostics, acts, names or variables', async () => {
  const mirror = await mirrorInUse({ environment: { HELLO_TRACTOR_API_KEY: 'no-such-key' } })
  await mirror.passWeek()
  const viewer = financier('AGRI-FUND-1')
  const refused = { status: 403, code: 'forbidden' }
  const what = { source: 'hello-tractor', action: 'confirm' } as const
  await expect(async () => sourceDiagnostics(viewer, 'hello-tractor')).rejects.toMatchObject(refused)
  await expect(pauseSource({ viewer }, 'hello-tractor')).rejects.toMatchObject(refused)
  await expect(resumeSource({ viewer }, { source: 'hello-tractor', since: null })).rejects.toMatchObject(
    refused,
  )
  await expect(settleDisappearance({ viewer }, what, { ...asked, version: 'any' })).rejects.toMatchObject(
    refused,
  )
  const { sources, mayAct } = await sourcesHealth(viewer, mirror.clock.now)
  expect(mayAct).toBe(false)
  expect(sources[0]).toMatchObject({ state: 'failing', notices: [] })
  expect(JSON.stringify(sources)).not.toContain('HELLO_TRACTOR')
})
