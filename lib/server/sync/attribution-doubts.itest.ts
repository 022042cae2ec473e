import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { collectionSummary } from '#lib/server/collections/summary.ts'
import {
  type Mirror,
  type MirrorOptions,
  startMirror,
  WEEK,
  WEEK_END,
  windowState,
} from '#lib/server/sync/testing/mirror.ts'
import type { BillingPeriodQuery } from '#lib/server/upstream/contract.ts'
import { financier, operator, readFrom } from '#lib/testing/ask.ts'
import { walkedLists } from './lists.ts'
import { probeFilter } from './probe.ts'
import { acceptDisappearances } from './row-facts.ts'

const KNOWN = 'AGRI-FUND-1'
const OTHER = 'Heifer Nigeria'
const SMALL = 'Savannah Mechanisation Facility'
/** A week with many rows under each funding source. */
const LARGE = { sandbox: { scale: { contracts: 60, weeks: 8 } } }

type Row = { id: string; fundingSource: string | null; assignment: string }

function rowsOfWeek(mirror: Mirror): Promise<Row[]> {
  return mirror.select<Row>(
    sql`select id, funding_source as "fundingSource", assignment from billing_period
      where start_date between ${WEEK} and ${WEEK_END} and gone_at is null order by id`,
  )
}

/** Starts a mirror whose source receives each query as rewritten by `ask`. */
async function startMisled(options: MirrorOptions = LARGE) {
  const mirror = await startMirror(options)
  const { helloTractor } = mirror.upstreams
  if (!helloTractor) throw new Error('Hello Tractor is off')
  const misled = { ask: (query: BillingPeriodQuery): BillingPeriodQuery => query }
  mirror.upstreams.helloTractor = {
    ...helloTractor,
    billingPeriodPage: (query, token, rest) => helloTractor.billingPeriodPage(misled.ask(query), token, rest),
  }
  return { mirror, misled }
}

/** Returns the week's count and completeness as the web server shows them to a viewer. */
async function answered(mirror: Mirror, viewer = financier(KNOWN)) {
  const web = readFrom(mirror)
  onTestFinished(async () => {
    if (!web.$client.ended) await web.$client.end()
  })
  const filters = { from: WEEK, to: WEEK_END, currency: [], funding_source: [] }
  const { groups, freshness } = await collectionSummary(viewer, { ...filters, group_by: 'currency' })
  const count = groups.reduce((sum, group) => sum + group.count, 0)
  const missing = freshness.flatMap((list) => list.missing)
  // A week with an unknown amount is partial for every viewer.
  const isPartial = missing.length > 0 && groups.every(({ partial }) => partial)
  return { count, isPartial, missing }
}

/** Reads the week again while the previous probe is still cached. */
function passSoon(mirror: Mirror) {
  mirror.clock.now = new Date(mirror.clock.now.getTime() - 55_000)
  return mirror.passWeek()
}

test('keeps all attributions when a filter breaks right after its probe, and tells financiers', async () => {
  const mirror = await startMirror()
  await mirror.passWeek()
  const before = await rowsOfWeek(mirror)
  const counted = await answered(mirror)
  expect(counted).toMatchObject({ isPartial: false })
  const names = ['funding_source']
  mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'ignore-parameters', names })
  await passSoon(mirror)
  expect(await rowsOfWeek(mirror)).toEqual(before)
  expect(await answered(mirror)).toMatchObject({ count: counted.count, isPartial: true })
  expect(await answered(mirror, operator)).toMatchObject({ isPartial: false })
  expect((await windowState(mirror)).state).toBe('complete')
  mirror.sandbox.faults.clear()
  await mirror.passWeek()
  expect(await rowsOfWeek(mirror)).toEqual(before)
  expect(await answered(mirror)).toEqual(counted)
})

test('keeps all attributions when a filter is ignored in the walks but honoured in every probe', async () => {
  const { mirror, misled } = await startMisled()
  await mirror.passWeek()
  const before = await rowsOfWeek(mirror)
  misled.ask = ({ funding_source, ...query }) =>
    funding_source === KNOWN || funding_source === OTHER
      ? query
      : { ...query, ...(funding_source && { funding_source }) }
  for (let run = 0; run < 3; run += 1) await mirror.passWeek()
  expect(await rowsOfWeek(mirror)).toEqual(before)
  expect(await answered(mirror)).toMatchObject({ isPartial: true })
})

test('tells financiers of doubtful rows without naming another funding source or counting rows', async () => {
  const { mirror, misled } = await startMisled()
  await mirror.passWeek()
  misled.ask = (query) => (query.funding_source === OTHER ? { ...query, funding_source: KNOWN } : query)
  await mirror.passWeek()
  const { missing } = await answered(mirror)
  expect(missing).toHaveLength(1)
  expect(missing[0]?.detail).not.toMatch(/\d|Heifer|AGRI/)
})

test('keeps the funding source of rows that two names claim until an operator confirms, then marks them ambiguous', async () => {
  const names = JSON.stringify([KNOWN, SMALL, 'Alias'])
  const { mirror, misled } = await startMisled({ environment: { HELLO_TRACTOR_FUNDING_SOURCES: names } })
  await mirror.passWeek()
  const before = await rowsOfWeek(mirror)
  const own = before.filter(({ fundingSource }) => fundingSource === SMALL)
  expect(own.length).toBeGreaterThan(0)
  expect(own.length).toBeLessThan(5)
  misled.ask = (query) => (query.funding_source === 'Alias' ? { ...query, funding_source: SMALL } : query)
  await mirror.passWeek()
  expect(await rowsOfWeek(mirror)).toEqual(before)
  expect(await answered(mirror, financier(SMALL))).toMatchObject({ count: own.length, isPartial: true })
  // The mirror holds only this week, so four rows are more than 2 % of the list.
  await mirror.passWeek()
  expect(await rowsOfWeek(mirror)).toEqual(before)
  const only = { source: 'hello-tractor', from: WEEK, to: WEEK_END }
  expect(await acceptDisappearances(mirror.db, only)).toHaveLength(1)
  await mirror.passWeek()
  const doubled = (await rowsOfWeek(mirror)).filter(({ assignment }) => assignment === 'ambiguous')
  expect(doubled.map(({ id }) => id)).toEqual(own.map(({ id }) => id))
  await mirror.passWeek()
  const { count, missing } = await answered(mirror, financier(SMALL))
  expect([count, missing.length]).toEqual([0, 1])
  misled.ask = (query) => query
  await mirror.passWeek()
  expect(await rowsOfWeek(mirror)).toEqual(before)
  expect(await answered(mirror, financier(SMALL))).toMatchObject({ isPartial: false })
})

test('keeps the funding source of many rows that leave it at once until an operator confirms', async () => {
  const { mirror } = await startMisled()
  await mirror.passWeek()
  const before = await rowsOfWeek(mirror)
  const own = before.filter(({ fundingSource }) => fundingSource === KNOWN)
  expect(own.length).toBeGreaterThanOrEqual(5)
  mirror.sandbox.faults.set({
    route: 'billing-periods',
    kind: 'status',
    status: 200,
    contentType: 'application/json',
    body: '{"count":0,"results":[]}',
    match: { funding_source: KNOWN },
  })
  for (let run = 0; run < 3; run += 1) await mirror.passWeek()
  expect(await rowsOfWeek(mirror)).toEqual(before)
  expect(await answered(mirror)).toMatchObject({ count: own.length, isPartial: true })
  const only = { source: 'hello-tractor', from: WEEK, to: WEEK_END }
  expect(await acceptDisappearances(mirror.db, only)).toHaveLength(1)
  await mirror.passWeek()
  expect((await rowsOfWeek(mirror)).filter(({ fundingSource }) => fundingSource === KNOWN)).toEqual([])
  expect(await answered(mirror)).toMatchObject({ count: 0, isPartial: false })
})

test('keeps rows on hold that lose their funding source, and their confirmation, through a run that cannot judge', async () => {
  const { mirror } = await startMisled()
  await mirror.passWeek()
  const before = await rowsOfWeek(mirror)
  const own = before.filter(({ fundingSource }) => fundingSource === KNOWN)
  const heldBack = () =>
    mirror.select<{ rows: number; isAccepted: boolean }>(
      sql`select (value ->> 'rows')::int as rows, value ->> 'isAccepted' is not null as "isAccepted"
        from source_fact where fact = ${`held_back:${WEEK}`}`,
    )
  const list = { route: 'billing-periods', kind: 'status', match: { funding_source: KNOWN } } as const
  const body = '{"count":0,"results":[]}'
  mirror.sandbox.faults.set({ ...list, status: 200, contentType: 'application/json', body })
  for (let run = 0; run < 3; run += 1) await mirror.passWeek()
  expect(await heldBack()).toEqual([{ rows: own.length, isAccepted: false }])
  const broken = {
    route: 'billing-periods',
    kind: 'status',
    status: 500,
    match: { funding_source: OTHER },
  } as const
  const fault = mirror.sandbox.faults.set(broken)
  await mirror.passWeek()
  expect(await heldBack()).toEqual([{ rows: own.length, isAccepted: false }])
  await acceptDisappearances(mirror.db, { source: 'hello-tractor', from: WEEK, to: WEEK_END })
  await mirror.passWeek()
  expect(await heldBack()).toEqual([{ rows: own.length, isAccepted: true }])
  expect(await rowsOfWeek(mirror)).toEqual(before)
  mirror.sandbox.faults.clear(fault)
  await mirror.passWeek()
  expect((await rowsOfWeek(mirror)).filter(({ fundingSource }) => fundingSource === KNOWN)).toEqual([])
  expect(await heldBack()).toEqual([])
})

test('moves a contract to another funding source after two runs that agree', async () => {
  const mirror = await startMirror()
  await mirror.passWeek()
  const before = await rowsOfWeek(mirror)
  const moved = before.find(({ fundingSource }) => fundingSource === KNOWN)
  const id = moved?.id ?? ''
  mirror.sandbox.rows.change({ resource: 'billing-periods', id, fields: { fundingSource: OTHER } })
  await mirror.passWeek()
  expect(await answered(mirror)).toMatchObject({ isPartial: true })
  await mirror.passWeek()
  const wanted = before.map((row) => (row.id === id ? { ...row, fundingSource: OTHER } : row))
  expect(await rowsOfWeek(mirror)).toEqual(wanted)
  expect(await answered(mirror)).toMatchObject({ isPartial: false })
})

test('unassigns a contract that left every funding source after two runs, and then leaves no viewer partial', async () => {
  const mirror = await startMirror()
  await mirror.passWeek()
  const id = (await rowsOfWeek(mirror)).find(({ fundingSource }) => fundingSource === KNOWN)?.id ?? ''
  mirror.sandbox.rows.change({ resource: 'billing-periods', id, fields: { fundingSource: null } })
  await mirror.passWeek()
  await mirror.passWeek()
  expect((await rowsOfWeek(mirror)).find((row) => row.id === id)).toMatchObject({ assignment: 'unassigned' })
  expect(await answered(mirror)).toMatchObject({ isPartial: false })
})

test('probes an ignored filter again within minutes, and requests the windows read meanwhile at once', async () => {
  const mirror = await startMirror()
  const names = ['funding_source']
  mirror.sandbox.faults.set({ route: 'billing-periods', kind: 'ignore-parameters', names })
  await mirror.passWeek()
  mirror.sandbox.faults.clear()
  const [list] = walkedLists(mirror.upstreams, mirror.settings.currencies)
  if (!list) throw new Error('There is no list')
  const at = (minutes: number) => new Date(mirror.clock.now.getTime() + minutes * 60_000)
  const probe = (minutes: number) =>
    probeFilter({
      db: mirror.db,
      list,
      name: 'funding_source',
      values: mirror.settings.fundingSources,
      now: () => at(minutes),
      signal: new AbortController().signal,
    })
  expect(await probe(1)).toMatchObject({ isTrusted: false })
  expect(await probe(3)).toEqual({ isTrusted: true })
  const asked = await mirror.select(
    sql`select from_day from sync_window where resource = 'billing-periods' and requested_at is not null`,
  )
  expect(asked).toHaveLength(1)
})
