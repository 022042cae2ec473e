import { expect, onTestFinished, test, vi } from 'vitest'
import { sandboxEnvironment } from '#lib/sandbox/settings.ts'
import { SMALL_NOW } from '#lib/sandbox/testing.ts'
import type { Freshness } from '#lib/schema.ts'
import { type Params, parseParams } from '#lib/search-params.ts'
import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import { billingPeriodDetail } from '#lib/server/billing-periods/detail.ts'
import { exportBillingPeriods } from '#lib/server/billing-periods/export.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import { collectionSummary } from '#lib/server/collections/summary.ts'
import { weeklyCollections } from '#lib/server/collections/weekly.ts'
import { invoiceDetail } from '#lib/server/invoices/detail.ts'
import { exportInvoices } from '#lib/server/invoices/export.ts'
import { listInvoices } from '#lib/server/invoices/list.ts'
import { filterOptions } from '#lib/server/lists/filter-options.ts'
import { sourceDiagnostics } from '#lib/server/sources/diagnostics.ts'
import { sourcesHealth } from '#lib/server/sources/health.ts'
import { FIRST_DAY, idsOfWeek, type Mirror, startMirror, WEEK } from '#lib/server/sync/testing/mirror.ts'
import { operator, readFrom } from '#lib/testing/ask.ts'

// All reads of the dashboard while no source responds: the last complete data, its age, missing days.

const SOURCES = ['hello-tractor', 'payment-links', 'client-invoices'] as const
const GROUPS = ['funding_source', 'status', 'currency'] as const

type Answer = { freshness?: readonly Freshness[]; [key: string]: unknown }

function queryOf<Query extends Params>(endpoint: { query: Query | null }, text: string) {
  if (endpoint.query === null) throw new Error('it reads its own query')
  return parseParams(endpoint.query, new URLSearchParams(text))
}

/** All reads that return figures or rows, by name. */
function figures(): Record<string, () => Promise<Answer>> {
  return {
    'billing periods': () => listBillingPeriods(operator, queryOf(ENDPOINTS.listBillingPeriods, '')),
    'weekly collections': () => weeklyCollections(operator, queryOf(ENDPOINTS.weeklyCollections, '')),
    ...Object.fromEntries(
      GROUPS.map((group) => [
        `collections by ${group}`,
        () => collectionSummary(operator, queryOf(ENDPOINTS.collectionSummary, `group_by=${group}`)),
      ]),
    ),
    ...Object.fromEntries(
      SOURCES.map((source) => [
        `invoices of ${source}`,
        () => listInvoices(operator, queryOf(ENDPOINTS.listInvoices, `source=${source}`)),
      ]),
    ),
  }
}

function exports(): Record<string, () => Promise<Response>> {
  return {
    'billing periods': () => exportBillingPeriods(operator, queryOf(ENDPOINTS.exportBillingPeriods, '')),
    ...Object.fromEntries(
      SOURCES.map((source) => [
        source,
        () => exportInvoices(operator, queryOf(ENDPOINTS.exportInvoices, `source=${source}`)),
      ]),
    ),
  }
}

const OPTIONS = ['list=billing-periods', ...SOURCES.map((source) => `list=invoices&source=${source}`)]

/** Reads everything except ages: rows, sums, groups, choices, lines of the exports. */
async function shown(): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {}
  for (const [name, read] of Object.entries(figures())) {
    const { freshness: _, snapshot: __, nextCursor: ___, ...rest } = await read()
    found[name] = withoutPartial(rest)
  }
  for (const text of OPTIONS) {
    found[text] = (await filterOptions(operator, queryOf(ENDPOINTS.filterOptions, text))).options
  }
  for (const [name, read] of Object.entries(exports())) {
    const lines = (await (await read()).text()).split('\r\n')
    found[`export of ${name}`] = lines.filter(
      (line) => !/^# (.*as of|Partial|Complete|Snapshot|Created)/.test(line),
    )
  }
  return found
}

/** A figure may become partial, but its value must stay. */
function withoutPartial(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, item: unknown) => (key === 'partial' ? undefined : item)))
}

async function startDown(read: (mirror: Mirror) => Promise<unknown>): Promise<Mirror> {
  const mirror = await startMirror()
  readFrom(mirror)
  for (const [name, value] of Object.entries({ ...sandboxEnvironment(mirror.sandbox), SYNC_FROM: FIRST_DAY }))
    vi.stubEnv(name, value)
  // Which weeks count as recent depends on the clock of reads: the small sandbox has one day.
  vi.useFakeTimers({ toFake: ['Date'], shouldAdvanceTime: true, now: SMALL_NOW })
  onTestFinished(() => {
    vi.unstubAllEnvs()
    vi.useRealTimers()
  })
  await read(mirror)
  return mirror
}

/** Takes every source down and syncs twice in vain. From the second failure on, a window counts as failed. */
async function takeDown(mirror: Mirror): Promise<void> {
  await mirror.sandbox.close()
  for (let times = 0; times < 2; times += 1) expect((await mirror.pass()).isComplete).toBe(false)
}

test('F01 shows the last complete lists, totals, charts, choices and exports with their age while every source is down', async () => {
  const mirror = await startDown((own) => own.pass())
  const [id = ''] = idsOfWeek(mirror)
  const [invoice] = mirror.sandbox.truth.clientInvoices()
  const before = await shown()
  const agesOf = async () =>
    Promise.all(
      Object.values(figures()).map(async (read) =>
        (await read()).freshness?.map(({ recentAsOf, historyAsOf }) => ({ recentAsOf, historyAsOf })),
      ),
    )
  const ages = await agesOf()
  expect(ages.flat().every((age) => age?.recentAsOf && age.historyAsOf)).toBe(true)

  await takeDown(mirror)
  expect(await shown()).toEqual(before)
  expect(await agesOf()).toEqual(ages)
  const { sources } = await sourcesHealth(operator, mirror.clock.now)
  expect(sources.map(({ state }) => state)).toEqual(['failing', 'failing', 'failing'])
  for (const source of SOURCES) {
    const { resources } = await sourceDiagnostics(operator, source, mirror.clock.now)
    expect(resources.every(({ faults }) => faults.length > 0)).toBe(true)
  }
  const signal = new AbortController().signal
  const details = [
    await billingPeriodDetail(operator, id, signal),
    await invoiceDetail(operator, 'client-invoices', invoice?.id ?? '', signal),
  ]
  expect(details.map(({ origin }) => origin)).toEqual(['mirror', 'mirror'])
})

test('F01 names the missing days in every response when a source went down before they were read', async () => {
  const mirror = await startDown((own) => own.pass({ from: WEEK }))
  await takeDown(mirror)
  for (const [name, read] of Object.entries(figures())) {
    const answer = await read()
    const lists = answer.freshness ?? []
    expect([name, lists.map(({ complete }) => complete)]).toEqual([name, lists.map(() => false)])
    for (const { missing } of lists) {
      const first = missing.find(({ from }) => from !== null && from <= FIRST_DAY)
      expect([name, first?.detail]).toEqual([name, expect.stringMatching(/cannot be reached|Not synced yet/)])
    }
    const groups = [answer.weeks, answer.groups].flat().filter((each) => each !== undefined)
    const whole = groups.filter((group) => !(group as { partial: boolean }).partial)
    if (answer.groups) expect([name, whole]).toEqual([name, []])
  }
  for (const [name, read] of Object.entries(exports())) {
    const text = await (await read()).text()
    expect([name, text.includes('# Complete,no')]).toEqual([name, true])
    expect([name, text.includes('# Partial,')]).toEqual([name, true])
  }
})
