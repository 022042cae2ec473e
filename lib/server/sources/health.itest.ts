import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { database } from '#lib/server/db/client.ts'
import { readFreshness } from '#lib/server/lists/freshness.ts'
import type { Notice, SourceHealth } from '#lib/sources/schema.ts'
import { sourcesSchema } from '#lib/sources/schema.ts'
import type { Source } from '#lib/sources.ts'
import { operator } from '#lib/testing/ask.ts'
import { type TestDatabase, testDatabase } from '#lib/testing/database.ts'
import { period, putPeriods } from '#lib/testing/rows.ts'
import { readFacts } from './facts.ts'
import { sourcesHealth } from './health.ts'
import { requestRefresh } from './refresh.ts'

// A Wednesday; weeks from 2026-09-21 on are recent.
const NOW = new Date('2026-11-18T12:00:00Z')
const CONFIGURED = {
  AUTH_SECRET: 'a secret that only tests know, 32+',
  HELLO_TRACTOR_API_KEY: 'key',
  HELLO_TRACTOR_FUNDING_SOURCES: '["AGRI-FUND-1","AGRI-FUND-2"]',
  PAYMENT_LINKS_URL: 'https://links.example',
  PAYMENT_LINKS_API_KEY: 'key',
}

let own: TestDatabase

beforeAll(async () => {
  own = await testDatabase()
  for (const [name, value] of Object.entries({ ...CONFIGURED, FURROW_DATABASE_URL: own.url }))
    vi.stubEnv(name, value)
})

afterAll(async () => {
  await database().$client.end()
  await own.drop()
})

beforeEach(async () => {
  await own.db.execute(sql`truncate sync_window, source_fact`)
  await putPeriods(own.db, [])
  await addWindow('2024-01-01', '2024-01-07', { state: 'complete', at: '2026-11-17T00:00:00Z' })
  await addWindow('2024-01-08', '2024-01-14', { state: 'complete', at: '2026-11-16T00:00:00Z' })
  await addWindow('2026-11-09', '2026-11-15', { state: 'complete', at: '2026-11-18T11:58:00Z' })
  await addWindow('2026-11-16', null, { state: 'complete', at: '2026-11-18T11:59:00Z' })
})

async function addWindow(
  from: string,
  to: string | null,
  { state, at }: { state: string; at: string | null },
): Promise<void> {
  await own.db.execute(sql`
    insert into sync_window (source, resource, from_day, to_day, state, last_run_at, last_complete_at, due_at)
    values ('hello-tractor', 'billing-periods', ${from}, ${to}, ${state}, ${at}, ${at}, ${NOW.toISOString()})`)
}

const setWindow = (from: string, change: ReturnType<typeof sql>) =>
  own.db.execute(sql`update sync_window set ${change} where from_day = ${from}`)

async function addFact(fact: string, value: unknown): Promise<void> {
  await own.db.execute(sql`
    insert into source_fact (source, resource, fact, value, at)
    values ('hello-tractor', 'billing-periods', ${fact}, ${JSON.stringify(value)}::jsonb, now())`)
}

async function health(source: Source = 'hello-tractor'): Promise<SourceHealth> {
  const all = sourcesSchema.parse(await sourcesHealth(operator, NOW))
  const found = all.sources.find((each) => each.source === source)
  if (!found) throw new Error(`${source} is missing`)
  return found
}

const noticesAbout = (notices: readonly Notice[], word: string) =>
  notices.filter(({ message, fix }) => `${message} ${fix}`.includes(word))

const read = (from: string | null = null, to: string | null = null) =>
  readFreshness(
    own.db,
    operator,
    [{ source: 'hello-tractor', resource: 'billing-periods' }],
    { from, to },
    { now: NOW },
  ).then(([freshness]) => freshness)

test('gives freshness two ages: the oldest run of the recent weeks, and of the older weeks', async () => {
  expect(await read()).toEqual({
    source: 'hello-tractor',
    resource: 'billing-periods',
    recentAsOf: '2026-11-18T11:58:00.000Z',
    historyAsOf: '2026-11-16T00:00:00.000Z',
    complete: true,
    missing: [],
    pausedSince: null,
    unreadableDates: 0,
  })
})

test('makes an answer partial only for windows of the requested days, with neighbours as one range', async () => {
  await setWindow('2024-01-01', sql`state = 'never_read', last_complete_at = null`)
  await setWindow('2024-01-08', sql`state = 'never_read', last_complete_at = null`)
  expect(await read('2024-01-08', '2024-01-09')).toMatchObject({
    complete: false,
    historyAsOf: null,
    missing: [{ from: '2024-01-08', to: '2024-01-14', reason: 'never_read' }],
  })
  expect((await read())?.missing).toMatchObject([{ from: '2024-01-01', to: '2024-01-14' }])
  expect(await read('2026-11-10', null)).toMatchObject({ complete: true, missing: [] })
})

test('reports requested days before the first mirrored one as missing', async () => {
  expect(await read('2023-06-01', '2024-02-01')).toMatchObject({
    complete: false,
    missing: [{ from: '2023-06-01', to: '2023-12-31', reason: 'never_read' }],
  })
})

test('treats a source that was never read as incomplete', async () => {
  const [freshness] = await readFreshness(
    own.db,
    operator,
    [{ source: 'client-invoices', resource: 'invoices' }],
    null,
    { now: NOW },
  )
  expect(freshness).toMatchObject({ complete: false, recentAsOf: null, missing: [{ from: null, to: null }] })
})

test('shows a source without credentials as off, with the variables to set', async () => {
  const { state, notices } = await health('client-invoices')
  expect(state).toBe('off')
  expect(noticesAbout(notices, 'CLIENT_INVOICES_URL')).toHaveLength(1)
})

test('keeps the age of a failing source, and says what to do', async () => {
  await setWindow(
    '2026-11-09',
    sql`state = 'failed', failures = 3, error_code = 'unauthorized', error_detail = 'Hello Tractor refused the credentials.', failed_at = '2026-11-18T11:59:30Z'`,
  )
  const { state, resources } = await health()
  expect(state).toBe('failing')
  expect(resources[0]).toMatchObject({
    recentAsOf: '2026-11-18T11:58:00.000Z',
    complete: false,
    lastError: { code: 'unauthorized', at: '2026-11-18T11:59:30.000Z' },
    windows: { total: 4, complete: 3, failed: 1 },
  })
  expect(resources[0]?.lastError?.fix).toContain('HELLO_TRACTOR_API_KEY')
})

test('turns facts that the sync stored into notices in plain words', async () => {
  await addFact('probe:funding_source', { state: 'ignored', value: 'NO-SUCH' })
  await addFact('partition:funding_source:AGRI-FUND-2', { error: 'refused' })
  await addFact('held_back:2026-11-09', { rows: 30, of: 400 })
  await addFact('rejected_rows:2026-11-09', { count: 2, samples: [] })
  await addFact('undated', { rows: 3 })
  const { notices, resources } = await health()
  for (const word of [
    'ignores the filter or matches it loosely',
    'spelling of "AGRI-FUND-2"',
    '--accept-gone',
    'no valid id',
    'lists under no date',
  ])
    expect(noticesAbout(notices, word), word).toHaveLength(1)
  expect(resources[0]?.undated).toBe(3)
})

test('names a configured funding source without rows once everything has been read', async () => {
  const fields = { startDate: '2026-11-10', currency: 'NGN', status: 'PENDING', amount: '10' }
  await putPeriods(
    own.db,
    [1, 2, 3, 4, 5, 6, 7].map((number) =>
      period(String(number), { ...fields, fundingSource: number <= 5 ? 'AGRI-FUND-1' : null }),
    ),
  )
  expect(noticesAbout((await health()).notices, 'AGRI-FUND-1')).toHaveLength(0)
  const { notices, resources } = await health()
  expect(noticesAbout(notices, 'AGRI-FUND-2')).toHaveLength(1)
  expect(resources[0]).toMatchObject({ rows: 7, unassigned: 2 })
})

test('names no funding source as unused while a window could not be attributed', async () => {
  await addFact('partition:funding_source:AGRI-FUND-1', { error: 'refused' })
  const reasons = '[{"code": "refused", "filter": "funding_source", "value": "AGRI-FUND-1"}]'
  await setWindow('2026-11-16', sql`state = 'partial', reasons = ${reasons}::jsonb`)
  expect(noticesAbout((await health()).notices, 'No rows belong')).toHaveLength(0)
})

test('words a single row in the singular', async () => {
  await addFact('undated', { rows: 1 })
  const [notice] = noticesAbout((await health()).notices, 'lists under no date')
  expect(notice?.message).toContain(
    'The source counts 1 billing period that it lists under no date, so it is missing here.',
  )
})

test('refreshes only the recent weeks and incomplete windows', async () => {
  await setWindow('2024-01-08', sql`state = 'partial'`)
  expect(await requestRefresh({ viewer: operator }, 'hello-tractor', NOW)).toEqual({ requested: 3 })
  const asked = await own.db.execute(
    sql`select from_day::text as day from sync_window where requested_at is not null order by 1`,
  )
  expect(asked.rows).toEqual([{ day: '2024-01-08' }, { day: '2026-11-09' }, { day: '2026-11-16' }])
})

test('refuses a refresh of a source that is off, and by a financier', async () => {
  const viewer = operator
  await expect(requestRefresh({ viewer: viewer }, 'client-invoices', NOW)).rejects.toMatchObject({
    status: 409,
  })
  const financier = { ...viewer, role: 'financier' as const, fundingSources: ['AGRI-FUND-1'] }
  await expect(requestRefresh({ viewer: financier }, 'hello-tractor', NOW)).rejects.toMatchObject({
    status: 403,
  })
})

test('does not read the row ids of facts, which may be thousands per week', async () => {
  const awaited = { 'id-1': { fundingSource: '[]' } }
  await addFact('attribution:2026-11-09', { awaited, doubled: ['id-2'] })
  await addFact('held_back:2026-11-09', { rows: 1, of: 9, ids: ['id-3'] })
  const text = JSON.stringify(await readFacts(own.db))
  expect(text).toContain('attribution:2026-11-09')
  expect(text).not.toMatch(/id-\d/)
})
