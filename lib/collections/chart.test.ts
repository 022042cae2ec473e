import { expect, test } from 'vitest'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { sumMoney } from '#lib/money.ts'
import type { Freshness } from '#lib/schema.ts'
import { parseParams } from '#lib/search-params.ts'
import { fundingSourcePoints, overlaps, periodsHref, statusPoints } from './chart.ts'
import { weekOf } from './testing.ts'

const scope = {
  range: { from: '2026-09-28', to: '2026-11-22' },
  currency: 'NGN',
  fundingSources: [] as string[],
  today: '2026-11-21',
  freshness: [] as Freshness[],
}

test('draws every week of the range once, in order', () => {
  const points = statusPoints(
    [weekOf('2026-10-05', { PAYMENT_COMPLETE: '90', PAYMENT_FAILED: '10', DRAFT: '7' })],
    scope,
  )
  expect(points).toHaveLength(8)
  expect(points.map((point) => point.total)).toEqual(['0', '100', '0', '0', '0', '0', '0', '0'])
  expect(points[1]).toMatchObject({ key: '2026-10-05', rate: 0.9, count: 2, state: 'settled' })
  expect(points[0]).toMatchObject({ rate: null, count: 0 })
  expect(points.map((point) => point.state)).toEqual([
    ...Array(3).fill('settled'),
    ...Array(4).fill('still_being_paid'),
    'running',
  ])
})

test('leaves drafts out of billed and out of the chart', () => {
  const [point] = statusPoints([weekOf('2026-09-28', { DRAFT: '7' })], scope)
  expect(point).toMatchObject({ total: '0', count: 0 })
  expect(Object.keys(point?.segments ?? {})).not.toContain('DRAFT')
})

test('never draws figures of another currency', () => {
  const points = statusPoints([weekOf('2026-10-05', { PENDING: '90' }, 'KES')], scope)
  expect(points.every((point) => point.total === '0')).toBe(true)
})

test("links a bar to exactly its week and status, in the list's filters", () => {
  const scoped = { ...scope, fundingSources: ['Ajọ & Sons', 'B'] }
  const points = statusPoints([weekOf('2026-10-05', { PAYMENT_FAILED: '1' })], scoped)
  const url = new URL(points[1]?.segments.PAYMENT_FAILED?.href ?? '', 'http://localhost')
  expect(url.pathname).toBe('/billing-periods')
  expect(parseParams(billingPeriodFilters, url.searchParams)).toMatchObject({
    currency: ['NGN'],
    status: ['PAYMENT_FAILED'],
    funding_source: ['Ajọ & Sons', 'B'],
    start_from: '2026-10-05',
    start_to: '2026-10-11',
  })
})

test('links a bar at the edge of a range to its own days instead of the whole week', () => {
  const points = statusPoints([], { ...scope, range: { from: '2026-09-30', to: '2026-10-06' } })
  expect(points.map(({ from, to }) => [from, to])).toEqual([
    ['2026-09-30', '2026-10-04'],
    ['2026-10-05', '2026-10-06'],
  ])
})

test('shows a week that was never read as unknown instead of nothing billed', () => {
  const freshness: Freshness[] = [
    {
      source: 'hello-tractor',
      resource: 'billing-periods',
      recentAsOf: null,
      historyAsOf: null,
      complete: false,
      pausedSince: null,
      unreadableDates: 0,
      missing: [{ from: null, to: '2026-10-06', reason: 'never_read', why: [], detail: '' }],
    },
  ]
  const points = statusPoints([weekOf('2026-10-05', { PENDING: '1' })], { ...scope, freshness })
  expect(points.map((point) => point.state).slice(0, 3)).toEqual(['not_read', 'settled', 'settled'])
})

test('extends an open end of a missing range over everything on that side', () => {
  const open = { from: '2026-10-01', to: null, reason: 'partial', detail: '' } as const
  expect(overlaps(open, { from: '2026-11-01', to: '2026-11-02' })).toBe(true)
  expect(overlaps(open, { from: '2026-09-01', to: '2026-09-30' })).toBe(false)
})

test('divides bars by the amount that each funding source billed, with links to its own periods', () => {
  const all = [weekOf('2026-10-05', { PAYMENT_COMPLETE: '90', PENDING: '30' })]
  const parts = [
    { key: 'A', values: ['A'], weeks: [weekOf('2026-10-05', { PAYMENT_COMPLETE: '90' })] },
    { key: 'rest', values: ['B', 'C'], weeks: [weekOf('2026-10-05', { PENDING: '30' })] },
  ]
  const points = fundingSourcePoints(all, parts, scope)
  expect(points[1]?.segments).toMatchObject({
    A: { amount: '90', count: 1 },
    rest: { amount: '30', count: 1 },
  })
  expect(points[1]?.total).toBe('120')
  expect(
    new URL(points[1]?.segments.rest?.href ?? '', 'http://x').searchParams.getAll('funding_source'),
  ).toEqual(['B', 'C'])
  expect(sumMoney(points.map((point) => point.segments.A?.amount ?? '0'))).toBe('90')
})

test('leaves unset filters out of links', () => {
  expect(
    periodsHref({ currency: 'NGN', fundingSources: [] }, { from: '2026-10-05', to: '2026-10-11' }, [
      'PENDING',
    ]),
  ).toBe('/billing-periods?currency=NGN&status=PENDING&start_from=2026-10-05&start_to=2026-10-11')
})
