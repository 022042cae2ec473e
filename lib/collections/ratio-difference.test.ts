import { describe, expect, test } from 'vitest'
import { momentsOf } from '#lib/testing/verdicts/moments.ts'
import { differenceInterval, tQuantile } from './ratio-difference.ts'

type Contract = { billed: number; part: number }
const contracts = (...own: [number, number][]) =>
  new Map<number, Contract>(own.map(([billed, part], at) => [at, { billed, part }]))

function intervalOf(now: Map<number, Contract>, before: Map<number, Contract>) {
  const sum = (of: Map<number, Contract>) => {
    const all = [...of.values()]
    return {
      part: all.reduce((total, { part }) => total + part, 0),
      billed: all.reduce((total, { billed }) => total + billed, 0),
    }
  }
  return differenceInterval(sum(now), sum(before), momentsOf(now, before))
}

describe('the interval of a difference of shares', () => {
  test('is that computed by hand for four contracts in both ranges', () => {
    // Now 8 of 10, before 9 of 10. Residuals: (0.2, 0.2, −0.6, 0.2)·… ÷ 10, paired by contract.
    const now = contracts([2, 2], [2, 2], [2, 0], [4, 4])
    const before = contracts([2, 2], [2, 2], [2, 2], [4, 3])
    const residuals = [
      (2 - 0.8 * 2) / 10 - (2 - 0.9 * 2) / 10,
      (2 - 0.8 * 2) / 10 - (2 - 0.9 * 2) / 10,
      (0 - 0.8 * 2) / 10 - (2 - 0.9 * 2) / 10,
      (4 - 0.8 * 4) / 10 - (3 - 0.9 * 4) / 10,
    ]
    const squares = residuals.reduce((total, each) => total + each ** 2, 0)
    const half = tQuantile(3) * Math.sqrt((4 / 3) * squares)
    const { low, high } = intervalOf(now, before)
    expect(low).toBeCloseTo(-0.1 - half, 10)
    expect(high).toBeCloseTo(-0.1 + half, 10)
  })

  test('is narrower for contracts that pay alike in both ranges than for other contracts', () => {
    const own = contracts([10, 10], [10, 5], [10, 8], [10, 2])
    const others = new Map([...own].map(([key, contract]) => [key + 100, contract]))
    const paired = intervalOf(own, own)
    const unpaired = intervalOf(own, others)
    expect(paired.high - paired.low).toBeCloseTo(0, 10)
    expect(unpaired.high - unpaired.low).toBeGreaterThan(0.5)
  })

  test('is refused without two contracts or without billed amounts', () => {
    expect(() => intervalOf(contracts([1, 1]), contracts([1, 0]))).toThrow(RangeError)
    expect(() => intervalOf(contracts([0, 0], [0, 0]), contracts([1, 0], [1, 1]))).toThrow(RangeError)
  })
})

test('takes the quantiles of Student’s t from the tables', () => {
  expect(tQuantile(9)).toBeCloseTo(2.262, 2)
  expect(tQuantile(29)).toBeCloseTo(2.045, 3)
  expect(tQuantile(399)).toBeCloseTo(1.966, 3)
})
