import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { addDays, type Day } from '#lib/calendar-date.ts'
import { type Mirror, startMirror, visibleState, WEEK, WEEK_END } from '#lib/server/sync/testing/mirror.ts'
import type { BillingPeriodQuery, HelloTractorInvoiceQuery } from '#lib/server/upstream/contract.ts'

type Fault = { state: string; code: string | null; detail: string | null }

async function weekOf(mirror: Mirror, resource: string, source = 'hello-tractor'): Promise<Fault> {
  const [found] = await mirror.select<Fault>(
    sql`select state, error_code as code, error_detail as detail from sync_window
      where source = ${source} and resource = ${resource} and from_day = ${WEEK}`,
  )
  if (!found) throw new Error(`There is no window of ${resource}`)
  return found
}

async function probeOfDays(mirror: Mirror, resource: string): Promise<string | null> {
  const [found] = await mirror.select<{ state: string }>(
    sql`select value->>'state' as state from source_fact where resource = ${resource} and fact = 'probe:days'`,
  )
  return found?.state ?? null
}

/** Rewrites the queries to Hello Tractor, so that its responses answer other queries than those intended. */
function mislead(
  mirror: Mirror,
  ask: {
    periods?: (query: BillingPeriodQuery) => BillingPeriodQuery
    invoices?: (query: HelloTractorInvoiceQuery) => HelloTractorInvoiceQuery
  },
): void {
  const { helloTractor } = mirror.upstreams
  if (!helloTractor) throw new Error('Hello Tractor is off')
  mirror.upstreams.helloTractor = {
    ...helloTractor,
    billingPeriodPage: (query, token, rest) =>
      helloTractor.billingPeriodPage(ask.periods?.(query) ?? query, token, rest),
    invoicePage: (query, token, rest) =>
      helloTractor.invoicePage(ask.invoices?.(query) ?? query, token, rest),
  }
}

const weekBefore = (day: Day | undefined) => (day === undefined ? undefined : addDays(day, -7))
const given = <Query>(query: Query) => query

test('discards a response for another week, and says why on the window', async () => {
  const mirror = await startMirror()
  await mirror.passWeek()
  const before = await visibleState(mirror)
  mislead(mirror, {
    periods: ({ start_date_gte, start_date_lte, ...query }) =>
      given({
        ...query,
        ...(start_date_gte && { start_date_gte: weekBefore(start_date_gte) ?? '' }),
        ...(start_date_lte && { start_date_lte: weekBefore(start_date_lte) ?? '' }),
      }),
    invoices: ({ date_from, date_to, ...query }) =>
      given({
        ...query,
        ...(date_from && { date_from: weekBefore(date_from) ?? '' }),
        ...(date_to && { date_to: weekBefore(date_to) ?? '' }),
      }),
  })
  for (let run = 0; run < 3; run += 1) await mirror.passWeek()
  expect(await visibleState(mirror)).toBe(before)
  for (const resource of ['billing-periods', 'invoices']) {
    const { state, code, detail } = await weekOf(mirror, resource)
    expect([state, code]).toEqual(['failed', 'malformed'])
    expect(detail).toContain('other days than it was asked for')
    expect(await probeOfDays(mirror, resource)).toBe('ok')
  }
})

test.each([
  ['billing-periods', 'hello-tractor', 'billing-periods', ['start_date_gte', 'start_date_lte']],
  ['invoices', 'hello-tractor', 'invoices', ['date_from', 'date_to']],
  ['client-invoices', 'client-invoices', 'invoices', ['accounting_date_gt', 'accounting_date_lt']],
] as const)(
  'mirrors no row and completes no week when %s ignores its date parameters',
  async (route, source, resource, names) => {
    const mirror = await startMirror()
    mirror.sandbox.faults.set({ route, kind: 'ignore-parameters', names: [...names] })
    await mirror.pass({ source })
    const windows = await mirror.select<{ state: string }>(
      sql`select distinct state from sync_window where source = ${source} and resource = ${resource}`,
    )
    expect(windows).toEqual([{ state: 'failed' }])
    const table = sql.raw(resource === 'invoices' ? 'invoice' : 'billing_period')
    const where = resource === 'invoices' ? sql`source = ${source}` : sql`true`
    expect(await mirror.select(sql`select id from ${table} where ${where}`)).toEqual([])
    expect(await probeOfDays(mirror, resource)).toBe('ignored')
    mirror.sandbox.faults.clear()
    await mirror.pass({ source, from: WEEK, to: WEEK_END })
    expect((await weekOf(mirror, resource, source)).state).toBe('complete')
    expect(await probeOfDays(mirror, resource)).toBe('ok')
  },
)

test('keeps the funding source of every row when a filter walk returns other days', async () => {
  const mirror = await startMirror()
  await mirror.passWeek()
  const before = await visibleState(mirror)
  mislead(mirror, {
    periods: (query) =>
      query.funding_source && query.start_date_gte && query.start_date_lte
        ? {
            ...query,
            start_date_gte: weekBefore(query.start_date_gte) ?? '',
            start_date_lte: weekBefore(query.start_date_lte) ?? '',
          }
        : query,
  })
  for (let run = 0; run < 3; run += 1) await mirror.passWeek()
  expect(await visibleState(mirror)).toBe(before)
  expect((await weekOf(mirror, 'billing-periods')).state).toBe('partial')
})

test('discards a filter walk whose rows name another funding source than the one requested', async () => {
  const mirror = await startMirror()
  await mirror.passWeek()
  const before = await visibleState(mirror)
  mirror.sandbox.faults.set({
    route: 'billing-periods',
    kind: 'set-fields',
    fields: { funding_source: 'Somebody else' },
    match: { funding_source: 'AGRI-FUND-1' },
  })
  for (let run = 0; run < 3; run += 1) await mirror.passWeek()
  expect(await visibleState(mirror)).toBe(before)
  expect((await weekOf(mirror, 'billing-periods')).state).toBe('partial')
})
