import { describe, expect, test } from 'vitest'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { changedSince, planReport } from './plan.ts'

const options = (currencies: readonly string[], total = currencies.length): FilterOptions =>
  ({
    options: { currency: currencies.map((value) => ({ value, label: value, count: 1 })) },
    more: { currency: { total } },
  }) as unknown as FilterOptions
const params = { funding_source: ['Heifer'], range: '13w', from: null, to: null } as const

describe('a report', () => {
  test('is about every currency in the order of the mirror, with one range and scope', () => {
    const plan = planReport(params, options(['NGN', 'KES']), '2026-11-25')
    expect(plan.currencies.map(({ currency }) => currency)).toEqual(['NGN', 'KES'])
    expect(plan.range).toEqual({ name: '13w', from: '2026-08-31', to: '2026-11-29' })
    expect(plan.currencies.map(({ comparison }) => comparison)).toEqual(
      ['NGN', 'KES'].map((currency) => ({
        currency,
        funding_source: ['Heifer'],
        from: '2026-08-31',
        to: '2026-11-29',
        as_of: null,
      })),
    )
    expect(plan.further).toBe(0)
  })

  test('counts the currencies that it leaves out', () => {
    const many = Array.from({ length: 15 }, (_, at) => `X${String.fromCharCode(65 + at)}X`)
    const plan = planReport(params, options(many, 40), '2026-11-25')
    expect(plan.currencies).toHaveLength(12)
    expect(plan.further).toBe(28)
  })

  test('has no currency before anything is mirrored', () => {
    expect(planReport(params, options([]), '2026-11-25').currencies).toEqual([])
  })

  test.each([
    [null, '2026-10-01T06:00:00Z', null],
    ['2026-11-01T06:00:00Z', null, null],
    ['2026-11-01T06:00:00Z', '2026-10-01T06:00:00Z', '2026-11-01T06:00:00Z'],
    ['2026-09-01T06:00:00Z', '2026-10-01T06:00:00Z', '2026-10-01T06:00:00Z'],
  ])('after a report of %s, with a history from %s, tells what changed since %s', (previous, from, since) => {
    expect(changedSince(previous, from)).toBe(since)
  })
})
