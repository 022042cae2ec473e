import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { failure } from './faults.ts'
import { RetryBudget, readRetryAfter, retryDelayMs } from './retry.ts'

const NOW = Date.UTC(2026, 0, 1, 12, 0, 0)
const SETTINGS = { baseMs: 200, maxBackoffMs: 2_000, maxWaitMs: 5_000 }

describe('Retry-After', () => {
  test.each([
    ['120', undefined, 120],
    ['0', undefined, 0],
    ['999999', undefined, 3600],
    ['Thu, 01 Jan 2026 12:02:00 GMT', undefined, 120],
    ['Thu, 01 Jan 2026 11:00:00 GMT', undefined, 0],
    // Both clocks are two hours fast: only the difference counts.
    ['Thu, 01 Jan 2026 14:00:30 GMT', 'Thu, 01 Jan 2026 14:00:00 GMT', 30],
    ['', undefined, undefined],
    ['soon', undefined, undefined],
    ['-5', undefined, undefined],
    ['1.5', undefined, undefined],
    [undefined, undefined, undefined],
  ])('%j with Date %j gives %j seconds', (header, date, seconds) => {
    expect(readRetryAfter(header, date, NOW)).toBe(seconds)
  })
})

describe('backoff', () => {
  const fault = (furtherAttempts: number, retryAfterSeconds?: number) =>
    failure('hello-tractor', 'unavailable', 'x', {
      furtherAttempts,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    })

  test('is random between zero and a ceiling that doubles', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 }), (attempts) => {
        const delayMs = retryDelayMs(fault(2), attempts, SETTINGS)
        expect(delayMs).toBeGreaterThanOrEqual(0)
        expect(delayMs).toBeLessThanOrEqual(200 * 2 ** (attempts - 1))
      }),
    )
  })

  test('ends after three attempts, and earlier for faults that justify fewer', () => {
    expect(retryDelayMs(fault(9), 3, SETTINGS)).toBeNull()
    expect(retryDelayMs(fault(1), 2, SETTINGS)).toBeNull()
    expect(retryDelayMs(fault(0), 1, SETTINGS)).toBeNull()
  })

  test('waits exactly as long as the source asks, or not at all', () => {
    expect(retryDelayMs(fault(2, 3), 1, SETTINGS)).toBe(3_000)
    expect(retryDelayMs(fault(2, 6), 1, SETTINGS)).toBeNull()
  })
})

describe('retry budget', () => {
  test('allows a tenth of the calls of the last minute, with a floor of three', () => {
    let now = 0
    const budget = new RetryBudget(() => now)
    const takeAll = () => {
      let taken = 0
      while (budget.take()) taken += 1
      return taken
    }
    expect(takeAll()).toBe(3)
    for (let i = 0; i < 100; i++) budget.countCall()
    expect(takeAll()).toBe(7)
    now += 70_000
    expect(takeAll()).toBe(3)
  })
})
