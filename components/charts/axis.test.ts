import fc from 'fast-check'
import { expect, test } from 'vitest'
import { amountAxis, labelEvery, niceTicks, rateAxis, spansYears, timeLabels } from './axis.ts'

test('gives round ticks that enclose the values', () => {
  expect(niceTicks(0, 17.6)).toEqual([0, 5, 10, 15, 20])
  expect(niceTicks(0, 0)).toEqual([0])
  expect(niceTicks(-3, 9)).toEqual([-5, 0, 5, 10])
})

test('encloses every value with at most eight ticks', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-6, max: 1e24, noNaN: true }),
      fc.double({ min: -1, max: 0, noNaN: true }),
      (max, share) => {
        const min = share * max
        const ticks = niceTicks(min, max)
        expect(ticks.length).toBeLessThanOrEqual(8)
        expect(ticks[0] ?? 1).toBeLessThanOrEqual(min + max * 0.01)
        expect(ticks.at(-1) ?? 0).toBeGreaterThanOrEqual(max * 0.99)
      },
    ),
  )
})

test('keeps bars below the band of the rate', () => {
  const { domain, ticks } = amountAxis(0, 20, true)
  expect((ticks.at(-1) ?? 0) / domain[1]).toBeLessThan(0.76)
  expect(amountAxis(0, 20, false).domain[1]).toBe(20)
})

test('shows 100 % and the lowest rate in the top quarter of the rate axis', () => {
  const { domain, ticks } = rateAxis([0.93, null, 0.62])
  expect(ticks).toEqual([0.6, 1])
  expect((1 - 0.6) / (domain[1] - domain[0])).toBeCloseTo(0.24)
  expect(rateAxis([]).ticks).toEqual([0.9, 1])
})

test('keeps labels from touching', () => {
  expect(labelEvery(26, 740)).toBe(2)
  expect(labelEvery(26, 290)).toBe(5)
  expect(labelEvery(3, 740)).toBe(1)
})

const weeks = (from: string, count: number) =>
  Array.from({ length: count }, (_, at) => {
    return { key: new Date(Date.parse(from) + at * 7 * 86_400_000).toISOString().slice(0, 10) }
  })

test('names the year at the first label and at the first label of each new year', () => {
  const named = timeLabels(weeks('2025-12-08', 52), 740, 44).filter(({ year }) => year !== null)
  expect(named.map(({ year }) => year)).toEqual(['2025', '2026'])
  expect(named[0]?.index).toBe(0)
  expect(spansYears(weeks('2026-06-01', 26))).toBe(false)
  expect(timeLabels(weeks('2026-06-01', 26), 740, 44).every(({ year }) => year === null)).toBe(true)
})

test('leaves out a label that does not fit whole', () => {
  // 13 bars of 57 px: the last label ends 2 px beyond the plot.
  expect(timeLabels(weeks('2026-06-01', 13), 676, 0).at(-1)?.index).toBe(10)
  expect(timeLabels(weeks('2026-06-01', 13), 676, 44).at(-1)?.index).toBe(12)
})
