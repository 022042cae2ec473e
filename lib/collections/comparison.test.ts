import { describe, expect, test } from 'vitest'
import { candidateOf, decide, type ShareInterval, shareInterval, whyNot } from './comparison.ts'
import { lastComparableDay } from './range.ts'
import type { Moments } from './ratio-difference.ts'
import { figuresOf } from './testing.ts'

const days = { from: '2026-08-03', to: '2026-10-25' }
const before = { from: '2026-05-11', to: '2026-08-02' }

/** A share of 1,000 billed: so far, and still reachable. */
const share = (part: number, reachable = part): ShareInterval => {
  return { part: String(part), reachable: String(reachable), billed: '1000' }
}

/** Moments of `contracts` contracts with equal amounts, of which each paid `now` and `was` of 1. */
function alike(contracts: number, now: number, was: number): Moments {
  return {
    contractsNow: contracts,
    contractsBefore: contracts,
    contracts,
    ppNow: contracts * now ** 2,
    pbNow: contracts * now,
    bbNow: contracts,
    ppBefore: contracts * was ** 2,
    pbBefore: contracts * was,
    bbBefore: contracts,
    ppAcross: contracts * now * was,
    pbAcross: contracts * now,
    bpAcross: contracts * was,
    bbAcross: contracts,
  }
}

describe('the direction of a change', () => {
  const by = (rule: 'interval' | 'equal_age', now: ShareInterval, was: ShareInterval) =>
    candidateOf({ rule, now, was })?.direction ?? null

  test('is down by interval only if all that is reachable is less than what the earlier range has', () => {
    expect(by('interval', share(850, 899), share(900, 910))).toBe('down')
    expect(by('interval', share(850, 900), share(900, 910))).toBeNull()
  })

  test('is up by interval only if the share so far is more than the earlier range can still reach', () => {
    expect(by('interval', share(920, 950), share(900, 919))).toBe('up')
    expect(by('interval', share(920, 950), share(900, 920))).toBeNull()
  })

  test('is that of the shares at equal age', () => {
    expect(by('equal_age', share(850), share(900))).toBe('down')
    expect(by('equal_age', share(900), share(850))).toBe('up')
  })

  test('is tested on what is reachable for a fall, and on what is so far for a rise', () => {
    const fall = { rule: 'interval' as const, now: share(840, 880), was: share(900, 910) }
    expect(candidateOf(fall)).toEqual({ direction: 'down', tested: 'reachable', difference: -0.03 })
    const rise = { rule: 'interval' as const, now: share(930, 970), was: share(900, 910) }
    expect(candidateOf(rise)).toEqual({ direction: 'up', tested: 'part', difference: 0.03 })
  })

  test('is tested at equal age on what is so far in both directions', () => {
    const at = (now: ShareInterval, was: ShareInterval) => candidateOf({ rule: 'equal_age', now, was })
    expect(at(share(400, 900), share(420, 1000))).toMatchObject({ direction: 'down', tested: 'part' })
    expect(at(share(440, 900), share(420, 1000))).toMatchObject({ direction: 'up', tested: 'part' })
  })

  test('needs one percentage point', () => {
    expect(by('equal_age', share(890), share(900))).toBe('down')
    expect(by('equal_age', share(891), share(900))).toBeNull()
    expect(by('interval', share(891), share(900))).toBeNull()
  })
})

describe('a verdict', () => {
  const shares = (now: number, was: number) => {
    return { rule: 'equal_age' as const, days, before, now: share(now), was: share(was) }
  }

  test('names a change that lies outside its interval', () => {
    const { verdict, evidence } = decide(shares(850, 900), 400, alike(400, 0.0085, 0.009))
    expect(verdict).toBe('down')
    expect(evidence).toMatchObject({ difference: -0.05, contracts: 400, rule: 'equal_age', days, before })
    expect(evidence?.interval?.high).toBeLessThan(0)
  })

  test('names no change within the error of the estimate, and keeps the interval as evidence', () => {
    // Half of the contracts pay all and half pay nothing, so the shares scatter widely.
    const scattered = { ...alike(20, 0, 0), ppNow: 42_500, pbNow: 42_500, bbNow: 50_000 }
    const { verdict, evidence } = decide(shares(850, 900), 20, scattered)
    expect(verdict).toBe('no_clear_change')
    expect(evidence?.interval?.low).toBeLessThan(-0.05)
    expect(evidence?.interval?.high).toBeGreaterThan(0)
  })

  test('needs ten contracts in each range', () => {
    expect(decide(shares(500, 900), 9, alike(9, 0.5, 0.9)).verdict).toBe('too_few_contracts')
    expect(decide(shares(900, 900), 9, null).verdict).toBe('too_few_contracts')
  })

  test('without a direction is no clear change, and reads no moments', () => {
    expect(decide(shares(899, 900), 400, null)).toMatchObject({
      verdict: 'no_clear_change',
      evidence: { interval: null, difference: null },
    })
  })
})

describe('two ranges are not compared', () => {
  const side = (rest: object = {}) => {
    const figures = figuresOf('NGN', { PAYMENT_COMPLETE: '90', PENDING: '10' })
    return { figures, leftOut: { leftOut: 0, of: 200 }, isIncomplete: false, ...rest }
  }
  const noRate = side({ figures: figuresOf('NGN', { PAYMENT_COMPLETE: '-150', PAYMENT_FAILED: '50' }) })

  test.each([
    ['incomplete_now', side({ isIncomplete: true }), side()],
    ['incomplete_before', side(), side({ isIncomplete: true })],
    ['left_out_now', side({ leftOut: { leftOut: 3, of: 200 } }), side()],
    ['left_out_before', side(), side({ leftOut: { leftOut: 3, of: 200 } })],
    ['no_rate_now', noRate, side()],
    ['no_rate_before', side(), noRate],
    [null, side({ leftOut: { leftOut: 2, of: 200 } }), side()],
  ])('for %s', (reason, now, then) => {
    expect(whyNot(now, then)).toBe(reason)
  })
})

test('adds payments in flight and fresh failures to what a rate can reach, and those in flight to what can fail', () => {
  const figures = {
    ...figuresOf('NGN', { PAYMENT_COMPLETE: '50', PENDING: '20', PAYMENT_FAILED: '30' }),
    freshFailed: '5',
  }
  expect(shareInterval('rate', figures)).toEqual({ part: '50', reachable: '75', billed: '100' })
  expect(shareInterval('failed', figures)).toEqual({ part: '30', reachable: '50', billed: '100' })
})

test('keeps what is reachable between what is so far and billed where credits are open', () => {
  const credit = { ...figuresOf('NGN', { PAYMENT_COMPLETE: '900', PENDING: '-100', PAYMENT_FAILED: '200' }) }
  expect(shareInterval('rate', credit)).toEqual({ part: '900', reachable: '900', billed: '1000' })
})

test('compares weeks that ended at least 28 days ago', () => {
  expect(lastComparableDay('2026-11-22')).toBe('2026-10-25')
  expect(lastComparableDay('2026-11-21')).toBe('2026-10-18')
  expect(lastComparableDay('2026-11-28')).toBe('2026-10-25')
  expect(lastComparableDay('2026-11-29')).toBe('2026-11-01')
})
