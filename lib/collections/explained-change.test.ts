import { describe, expect, test } from 'vitest'
import type { RateBridge } from './bridge-schema.ts'
import { bridgeCsvRows, bridgeTables, explainedFrom } from './bridge-table.ts'
import { explainedChange, type KindSums } from './explained-change.ts'

const sums = (of: string) => {
  const [collected = '', billed = ''] = of.split('/')
  return of === '-' ? null : { collected, billed }
}
const kind = (
  fundingSource: string | null,
  contracts: KindSums['contracts'],
  count: number,
  was: string,
  now: string,
): KindSums => ({ fundingSource, contracts, count, was: sums(was), now: sums(now) })

/**
 * Billed 200 before and 200 now. Fund A: 60/100 to 75/150, so share 1/2 to 3/4 and rate 3/5 to 1/2. Fund B ended at
 * 20/100. Without a funding source: new at 30/50. The rate goes from 80/200 to 105/200; the mean total rate is 37/80.
 */
const FOUND = [
  kind('Fund A', 'continuing', 3, '40/60', '60/100'),
  kind('Fund A', 'new', 2, '-', '15/50'),
  kind('Fund A', 'ended', 1, '20/40', '-'),
  kind('Fund B', 'ended', 4, '20/100', '-'),
  kind(null, 'unnamed', 1, '-', '30/50'),
]
const found = explainedChange(FOUND)
if (!found) throw new Error('the change is not explained')

const answer: RateBridge = {
  currency: 'NGN',
  days: { from: '2026-10-05', to: '2026-11-01' },
  before: { from: '2026-09-07', to: '2026-10-04' },
  beforeAsOf: '2026-10-28T09:00:00.000Z',
  historyFrom: '2026-10-01T09:00:00.000000Z',
  refused: null,
  explained: found,
  snapshot: '1',
  freshness: [],
}

describe('an explained change', () => {
  test('has the parts of each funding source, worked out by hand', () => {
    expect(found).toMatchObject({
      was: { billed: '200', collected: '80' },
      now: { billed: '200', collected: '105' },
      change: '0.125000',
    })
    // A: 5/8 × −1/10, and 1/4 × (11/20 − 37/80); B: 1/2 × (37/80 − 1/5); none: 1/4 × (3/5 − 37/80).
    expect(
      found.fundingSources.map((part) => [part.fundingSource, part.kind, part.performance, part.mix]),
    ).toEqual([
      ['Fund A', 'continuing', '-0.062500', '0.021875'],
      ['Fund B', 'ended', '0.000000', '0.131250'],
      [null, 'new', '0.000000', '0.034375'],
    ])
  })

  test('has the parts of each kind of contracts, whose rounded parts add up', () => {
    // Continuing: 2/5 × (3/5 − 2/3), and 1/5 × (19/30 − 37/80); new: 1/4 × (3/10 − 37/80); ended: 7/10 × (37/80 − 2/7).
    expect(found.contracts.map((part) => [part.contracts, part.count, part.performance, part.mix])).toEqual([
      ['continuing', 3, '-0.026667', '0.034167'],
      ['new', 2, '0.000000', '-0.040625'],
      ['ended', 5, '0.000000', '0.123750'],
      ['unnamed', 1, '0.000000', '0.034375'],
    ])
  })

  test('is none where a range billed nothing', () => {
    expect(explainedChange(FOUND.filter(({ now }) => now === null))).toBe(null)
    expect(explainedChange([])).toBe(null)
  })
})

describe('the tables', () => {
  test('show parts in tenths of a point that add up, the largest first', () => {
    const { fundingSources, contracts, change, largest, rates } = bridgeTables(answer, found)
    expect(rates).toEqual({ was: 0.4, now: 0.525 })
    expect(change).toBe(0.125)
    expect(
      fundingSources.lines.map((line) => [line.fundingSource, line.performance, line.mix, line.together]),
    ).toEqual([
      ['Fund B', 0, 0.131, 0.131],
      ['Fund A', -0.062, 0.022, -0.04],
      [null, 0, 0.034, 0.034],
    ])
    expect(fundingSources.total).toEqual({ performance: -0.062, mix: 0.187, together: 0.125 })
    expect(contracts.total.together).toBe(0.125)
    expect(largest).toBe(0.131)
    expect(fundingSources.lines[1]).toMatchObject({
      rates: { was: 0.6, now: 0.5 },
      shares: { was: 0.5, now: 0.75 },
    })
  })

  test('open the billing periods of both ranges, the earlier as they were if Furrow kept that', () => {
    const opened = (of: RateBridge) =>
      bridgeTables(of, found).fundingSources.lines.map(({ hrefs }) =>
        [hrefs.was, hrefs.now].map(
          (href) => href && Object.fromEntries(new URL(href, 'http://x').searchParams),
        ),
      )
    const [ended, both, unassigned] = opened(answer)
    expect(both).toMatchObject([
      {
        funding_source: 'Fund A',
        start_from: '2026-09-07',
        start_to: '2026-10-04',
        as_of: answer.beforeAsOf,
      },
      { funding_source: 'Fund A', start_from: '2026-10-05', start_to: '2026-11-01', currency: 'NGN' },
    ])
    expect(both?.[1]).not.toHaveProperty('as_of')
    expect(ended?.[1]).toBe(null)
    expect(unassigned).toMatchObject([null, { funding_source: '(unassigned)' }])
    const later = opened({ ...answer, historyFrom: '2026-10-29T09:00:00Z' })
    expect(later[1]?.[0]).not.toHaveProperty('as_of')
  })

  test('make a file with a line for each part', () => {
    const [head, ...lines] = bridgeCsvRows(answer, found)
    expect(lines).toHaveLength(7)
    expect(lines.every((line) => line.length === head?.length)).toBe(true)
    expect(lines[1]?.slice(6)).toEqual([
      'funding_source',
      'Fund B',
      null,
      '100',
      '20',
      null,
      null,
      '0.000000',
      '0.131250',
    ])
  })
})

test('says from which day on ranges of a length can be explained', () => {
  expect(explainedFrom(answer, '2026-11-20', '2026-11-25')).toBe('2026-12-18')
  expect(explainedFrom(answer, '2026-10-20', '2026-11-25')).toBe(null)
})
