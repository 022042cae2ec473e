import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import {
  type Mirror,
  type MirrorOptions,
  startMirror,
  WEEK,
  WEEK_END,
  windowState,
} from '#lib/server/sync/testing/mirror.ts'
import type { BillingPeriodQuery, HelloTractorClient } from '#lib/server/upstream/contract.ts'
import { UpstreamError } from '#lib/server/upstream/errors.ts'

const KNOWN = 'AGRI-FUND-1'

type Row = { id: string; fundingSource: string | null; assignment: string; currency: string | null }

function rowsOfWeek(mirror: Mirror, table = sql`billing_period`, day = sql`start_date`): Promise<Row[]> {
  return mirror.select<Row>(
    sql`select id, funding_source as "fundingSource", assignment, currency from ${table}
      where ${day} between ${WEEK} and ${WEEK_END} order by id`,
  )
}

function truthOfWeek(mirror: Mirror) {
  return mirror.sandbox.truth
    .billingPeriods()
    .filter(({ row }) => String(row.start_date) >= WEEK && String(row.start_date) <= WEEK_END)
}

/** Returns a Hello Tractor client for which the source rejects one funding source with a 400. */
async function refusing(mirror: Mirror, name: string): Promise<HelloTractorClient> {
  const { helloTractor } = mirror.upstreams
  if (!helloTractor) throw new Error('Hello Tractor is off')
  return {
    ...helloTractor,
    billingPeriodPage: (query, token, rest) => {
      if (query.funding_source !== name) return helloTractor.billingPeriodPage(query, token, rest)
      const words = 'Hello Tractor did not accept the request.'
      return Promise.reject(new UpstreamError('hello-tractor', 'malformed', words, { status: 400 }))
    },
  }
}

/** Starts a mirror whose billing period queries are rewritten by `ask`, still over real HTTP. */
async function startAsking(
  ask: (query: BillingPeriodQuery) => BillingPeriodQuery,
  options: MirrorOptions = {},
): Promise<Mirror> {
  const mirror = await startMirror(options)
  const { helloTractor } = mirror.upstreams
  if (!helloTractor) throw new Error('Hello Tractor is off')
  const asking: HelloTractorClient = {
    ...helloTractor,
    billingPeriodPage: (query, token, rest) => helloTractor.billingPeriodPage(ask(query), token, rest),
  }
  mirror.upstreams.helloTractor = asking
  return mirror
}

async function fact(mirror: Mirror, name: string): Promise<unknown> {
  const [found] = await mirror.select<{ value: unknown }>(
    sql`select value from source_fact where resource = 'billing-periods' and fact = ${name}`,
  )
  return found?.value ?? null
}

test('attributes every row correctly, and parts, unassigned and ambiguous rows add up to the whole', async () => {
  const mirror = await startMirror()
  await mirror.passWeek()
  const stored = await rowsOfWeek(mirror)
  const truth = truthOfWeek(mirror)
  expect(stored).toHaveLength(truth.length)
  for (const { id, fundingSource } of truth) {
    expect(stored.find((row) => row.id === id)).toMatchObject({
      fundingSource,
      assignment: fundingSource === null ? 'unassigned' : 'filter',
    })
  }
})

test('notices an ignored filter, attributes nothing by it and hides no row', async () => {
  const mirror = await startMirror()
  mirror.sandbox.faults.set({
    route: 'billing-periods',
    kind: 'ignore-parameters',
    names: ['funding_source'],
  })
  await mirror.passWeek()
  const stored = await rowsOfWeek(mirror)
  expect(stored).toHaveLength(truthOfWeek(mirror).length)
  expect(stored.every((row) => row.fundingSource === null && row.assignment === 'unassigned')).toBe(true)
  expect(await fact(mirror, 'probe:funding_source')).toMatchObject({ state: 'ignored' })
  expect((await windowState(mirror)).state).toBe('complete')
})

test('keeps attributions when a filter becomes ignored between two probes, even with a single configured name', async () => {
  const mirror = await startMirror({
    environment: { HELLO_TRACTOR_FUNDING_SOURCES: JSON.stringify([KNOWN]) },
  })
  await mirror.passWeek()
  const before = await rowsOfWeek(mirror)
  expect(before.some((row) => row.fundingSource === KNOWN)).toBe(true)
  expect(before.some((row) => row.fundingSource === null)).toBe(true)
  mirror.sandbox.faults.set({
    route: 'billing-periods',
    kind: 'ignore-parameters',
    names: ['funding_source'],
  })
  mirror.clock.now = new Date(mirror.clock.now.getTime() + 120_000)
  await mirror.passWeek()
  expect(await rowsOfWeek(mirror)).toEqual(before)
  expect(await fact(mirror, 'probe:funding_source')).toMatchObject({ state: 'ignored' })
})

test('notices a filter that matches parts of names, and attributes nothing by it', async () => {
  let names: readonly string[] = []
  const mirror = await startAsking((query) => {
    const whole = names.find((name) => query.funding_source && name.includes(query.funding_source))
    return whole ? { ...query, funding_source: whole } : query
  })
  names = mirror.sandbox.fundingSources
  await mirror.passWeek()
  expect((await rowsOfWeek(mirror)).every((row) => row.fundingSource === null)).toBe(true)
  expect(await fact(mirror, 'probe:funding_source')).toMatchObject({ state: 'ignored' })
})

const OTHER = 'Heifer Nigeria'

test('leaves out only the rows of a name that the source refuses in the first run', async () => {
  const mirror = await startMirror({ sandbox: { dialect: { strictFilters: true } } })
  mirror.settings.fundingSources = [...mirror.settings.fundingSources, 'AGRI-FUMD-1']
  await mirror.passWeek()
  const stored = await rowsOfWeek(mirror)
  for (const { id, fundingSource } of truthOfWeek(mirror))
    expect(stored.find((row) => row.id === id)?.fundingSource).toBe(fundingSource)
  expect(await fact(mirror, 'partition:funding_source:AGRI-FUMD-1')).not.toBeNull()
  const window = await windowState(mirror)
  expect(window.state).toBe('partial')
  expect(window.detail).toContain('check its spelling')
  mirror.settings.fundingSources = mirror.settings.fundingSources.filter((name) => name !== 'AGRI-FUMD-1')
  await mirror.passWeek()
  expect((await windowState(mirror)).state).toBe('complete')
})

/** Makes the source refuse KNOWN from now on. */
function refuseKnown(mirror: Mirror): void {
  mirror.sandbox.faults.set({
    route: 'billing-periods',
    kind: 'status',
    status: 400,
    match: { funding_source: KNOWN },
  })
}

test('keeps the rows of a name that becomes refused unless another name claims them, and adds none to it', async () => {
  const mirror = await startMirror()
  await mirror.passWeek()
  const before = await rowsOfWeek(mirror)
  const [moved] = truthOfWeek(mirror).filter(({ fundingSource }) => fundingSource === KNOWN)
  const id = moved?.id ?? ''
  refuseKnown(mirror)
  mirror.sandbox.rows.change({ resource: 'billing-periods', id, fields: { fundingSource: OTHER } })
  await mirror.passWeek()
  await mirror.passWeek()
  const wanted = before.map((row) => (row.id === id ? { ...row, fundingSource: OTHER } : row))
  expect(await rowsOfWeek(mirror)).toEqual(wanted)
  expect((await windowState(mirror)).state).toBe('partial')
})

test('leaves a row claimed by two names with neither while the source refuses one of them', async () => {
  const mirror = await startAsking(
    (query) => (query.funding_source === 'Alias' ? { ...query, funding_source: OTHER } : query),
    { environment: { HELLO_TRACTOR_FUNDING_SOURCES: JSON.stringify([OTHER, 'Alias']) } },
  )
  await mirror.passWeek()
  const before = await rowsOfWeek(mirror)
  expect(before.some((row) => row.assignment === 'ambiguous')).toBe(true)
  mirror.upstreams.helloTractor = await refusing(mirror, 'Alias')
  await mirror.passWeek()
  expect(await rowsOfWeek(mirror)).toEqual(before)
})

test('probes an ignored filter again when a person requests a refresh', async () => {
  const mirror = await startMirror()
  mirror.sandbox.faults.set({
    route: 'billing-periods',
    kind: 'ignore-parameters',
    names: ['funding_source'],
  })
  await mirror.passWeek()
  expect(await fact(mirror, 'probe:funding_source')).toMatchObject({ state: 'ignored' })
  mirror.sandbox.faults.clear()
  await mirror.passWeek()
  expect(await fact(mirror, 'probe:funding_source')).toEqual({ state: 'ok' })
  expect((await rowsOfWeek(mirror)).some((row) => row.fundingSource === KNOWN)).toBe(true)
})

test('keeps the attribution of the whole window, with rows up to date, when a partition fails', async () => {
  const mirror = await startMirror()
  await mirror.passWeek()
  const before = await rowsOfWeek(mirror)
  mirror.sandbox.faults.set({
    route: 'billing-periods',
    kind: 'status',
    status: 500,
    match: { funding_source: KNOWN },
  })
  const [changed] = truthOfWeek(mirror)
  mirror.sandbox.rows.change({
    resource: 'billing-periods',
    id: changed?.id ?? '',
    fields: { amount: '7.25' },
  })
  await mirror.passWeek()
  expect(await rowsOfWeek(mirror)).toEqual(before)
  const [row] = await mirror.select<{ amount: string }>(
    sql`select amount::text as amount from billing_period where id = ${changed?.id}`,
  )
  expect(row?.amount).toBe('7.25')
  expect((await windowState(mirror)).state).toBe('partial')
})

test('marks a row that two funding sources claim as ambiguous, with neither', async () => {
  const mirror = await startAsking(
    (query) => (query.funding_source === 'Alias' ? { ...query, funding_source: KNOWN } : query),
    { environment: { HELLO_TRACTOR_FUNDING_SOURCES: JSON.stringify([KNOWN, 'Alias', 'Heifer Nigeria']) } },
  )
  await mirror.passWeek()
  const stored = await rowsOfWeek(mirror)
  for (const { id, fundingSource } of truthOfWeek(mirror)) {
    const row = stored.find((each) => each.id === id)
    if (fundingSource === KNOWN) expect(row).toMatchObject({ fundingSource: null, assignment: 'ambiguous' })
    else expect(row?.assignment).not.toBe('ambiguous')
  }
  expect(stored.some((row) => row.assignment === 'ambiguous')).toBe(true)
})

test('keeps the funding source that a row names itself, whatever the filters claim', async () => {
  const mirror = await startMirror()
  const [named] = truthOfWeek(mirror).filter(({ fundingSource }) => fundingSource === KNOWN)
  mirror.sandbox.faults.set({
    route: 'billing-periods',
    kind: 'set-fields',
    fields: { funding_source: 'Own Fund' },
    ids: [named?.id ?? ''],
  })
  await mirror.passWeek()
  const row = (await rowsOfWeek(mirror)).find(({ id }) => id === named?.id)
  expect(row).toMatchObject({ fundingSource: 'Own Fund', assignment: 'row' })
})

test('lists invoices without a currency when no filter determines the currency', async () => {
  const mirror = await startMirror()
  mirror.sandbox.faults.set({ route: 'invoices', kind: 'ignore-parameters', names: ['currency'] })
  await mirror.passWeek()
  const stored = await rowsOfWeek(mirror, sql`invoice`, sql`source = 'hello-tractor' and issued_on`)
  expect(stored.length).toBeGreaterThan(0)
  expect(stored.every((row) => row.currency === null)).toBe(true)
  expect(stored.some((row) => row.fundingSource !== null)).toBe(true)
})
