import { expect, test } from 'vitest'
import { parseParamsLeniently } from '#lib/search-params.ts'
import { planCollections } from './collections.ts'
import { currencyChoices, currencyToShow, planOverview } from './overview.ts'
import { collectionsParams, overviewParams } from './params.ts'

const choice = (value: string) => ({ value, label: value, count: 1 })
const options = {
  snapshot: '1',
  more: {},
  options: {
    currency: ['NGN', 'KES'].map(choice),
    funding_source: ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'].map(choice),
  },
}
const none = { snapshot: '1', options: {}, more: {} }
const today = '2026-11-21'
const read = (query: string) => parseParamsLeniently(collectionsParams, new URLSearchParams(query))
const plan = (query: string) => planCollections(read(query), options, today)

test('shows one currency by status until others are chosen, and one chart per currency when grouped by currency', () => {
  expect(plan('')?.currencies).toEqual(['NGN'])
  expect(plan('currency=KES&currency=NGN')?.currencies).toEqual(['KES', 'NGN'])
  expect(plan('by=currency')?.currencies).toEqual(['NGN', 'KES'])
  expect(plan('by=currency&currency=KES')?.currencies).toEqual(['KES'])
})

test('covers every currency in the tables until one is chosen', () => {
  expect(plan('')?.summaries.status).toMatchObject({
    group_by: 'status',
    currency: [],
    from: '2025-11-24',
    to: '2026-11-22',
  })
  expect(plan('currency=KES')?.summaries.currency.currency).toEqual(['KES'])
})

test('draws the first funding sources one by one and the rest as one part with all of them', () => {
  const parts = plan('by=funding_source')?.parts ?? []
  expect(parts.map((part) => part.label)).toEqual(['A', 'B', 'C', 'D', 'E', null])
  expect(parts.at(-1)?.values).toHaveLength(3)
  expect(parts.flatMap((part) => part.values)).toEqual(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'])
  expect(parts.at(-1)?.filters).toMatchObject({ currency: ['NGN'], funding_source: ['F', 'G', 'H'] })
})

test('draws only chosen funding sources, and requests no parts for other groupings', () => {
  expect(plan('by=funding_source&funding_source=C')?.parts.map((part) => part.key)).toEqual(['C'])
  expect(plan('')?.parts).toEqual([])
})

test('plans nothing for an empty mirror', () => {
  expect(planCollections(read(''), none, today)).toBeNull()
  expect(currencyToShow(null, none)).toBeNull()
})

test('shows the most used currency on the overview, or the chosen one even without rows', () => {
  expect(currencyToShow(null, options)).toBe('NGN')
  expect(currencyToShow('UGX', options)).toBe('UGX')
  expect(currencyChoices(['UGX'], options)).toEqual(['NGN', 'KES', 'UGX'])
})

test('gives the eight most used currencies a line, and the shown one', () => {
  const params = parseParamsLeniently(overviewParams, new URLSearchParams())
  const many = { ...none, options: { currency: Array.from({ length: 12 }, (_, at) => choice(`C${at}`)) } }
  const lines = (shown: string) => planOverview(params, shown, today, many).lines
  expect(lines('C3')).toEqual(['C0', 'C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7'])
  expect(lines('C11')).toEqual(['C0', 'C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C11'])
  expect(planOverview(params, 'UGX', today, none).lines).toEqual(['UGX'])
})

test('requests the weeks of the range, its comparison and overdue unpaid periods', () => {
  const params = parseParamsLeniently(overviewParams, new URLSearchParams('range=13w&funding_source=A'))
  const { weekly, comparison, stuck, byFundingSource } = planOverview(params, 'NGN', today, options)
  expect(weekly).toEqual({
    currency: ['NGN', 'KES'],
    funding_source: ['A'],
    from: '2026-08-24',
    to: '2026-11-22',
    as_of: null,
  })
  expect(comparison).toEqual({
    currency: 'NGN',
    funding_source: ['A'],
    from: '2026-08-24',
    to: '2026-11-22',
    as_of: null,
  })
  expect(byFundingSource).toMatchObject({ group_by: 'funding_source', from: '2026-08-24' })
  expect(stuck).toMatchObject({ end_to: '2026-11-20', sort: 'end_date', currency: ['NGN'] })
})

test('an overview as of an earlier day ends its range, and counts what is overdue, on that day', () => {
  const search = new URLSearchParams('range=13w&as_of=2026-10-07')
  const plan = planOverview(parseParamsLeniently(overviewParams, search), 'NGN', '2026-10-07', options)
  const days = { from: '2026-07-13', to: '2026-10-11', as_of: '2026-10-07' }
  expect(plan).toMatchObject({ today: '2026-10-07', asOf: '2026-10-07' })
  expect([plan.weekly, plan.comparison, plan.byFundingSource]).toMatchObject([days, days, days])
  expect(plan.stuck).toMatchObject({ end_to: '2026-10-06', as_of: '2026-10-07' })
})

test('counts funding sources and currencies beyond the limit of one request instead of drawing them', () => {
  const names = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, at) => choice(`${prefix}${at}`))
  const many = {
    snapshot: '1',
    more: { funding_source: { total: 300, find: '/' } },
    options: { currency: names('C', 60), funding_source: names('F', 200) },
  }
  const planOf = (query: string) => planCollections(read(query), many, today)
  expect(planOf('by=funding_source')).toMatchObject({ undrawn: 295 })
  expect(planOf('by=funding_source')?.parts.map(({ label }) => label)).toEqual(['F0', 'F1', 'F2', 'F3', 'F4'])
  expect(planOf('by=currency')).toMatchObject({ undrawn: 10 })
  expect(planOf('by=currency')?.weekly.currency).toHaveLength(50)
  expect(planOf('by=status')).toMatchObject({ undrawn: 0 })
  const some = { ...many, more: {}, options: { ...many.options, funding_source: names('F', 56) } }
  expect(planCollections(read('by=funding_source'), some, today)).toMatchObject({ undrawn: 51 })
  some.options.funding_source = names('F', 55)
  expect(planCollections(read('by=funding_source'), some, today)).toMatchObject({ undrawn: 0 })
})
