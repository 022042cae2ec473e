import { describe, expect, test } from 'vitest'
import { english } from '#lib/server/words/words.ts'
import type { Evidence } from './comparison.ts'
import { leftOutOfRange, sumFigures } from './figures.ts'
import { changeOf, leftOut, rangeFigures, statusesOf, toneOf, versusPrevious } from './key-figures.ts'
import type { EarlierRange } from './schema.ts'
import { figuresOf, weekOf } from './testing.ts'

const t = english('figures')
const days = { from: '2026-08-24', to: '2026-10-25' }
const EVIDENCE: Evidence = {
  rule: 'interval',
  days,
  before: days,
  now: { part: '80', reachable: '80', billed: '100' },
  was: { part: '90', reachable: '90', billed: '100' },
  difference: -0.1,
  interval: null,
  contracts: 40,
}

const side = (paid: string, failed: string, isIncomplete = false) => ({
  ...days,
  figures: figuresOf('NGN', { PAYMENT_COMPLETE: paid, PAYMENT_FAILED: failed }),
  isIncomplete,
  withoutCurrency: 0,
})
const pending = (paid: string, sent: string) => ({
  ...side(paid, '0'),
  figures: figuresOf('NGN', { PAYMENT_COMPLETE: paid, SENT_TO_PAYMENT_SERVICE: sent }),
})
const NONE = { verdict: 'no_clear_change', reason: null, evidence: EVIDENCE } as const
const earlier = (of: ReturnType<typeof side>, rest: Partial<EarlierRange> = {}): EarlierRange => {
  return { ...of, atEqualAge: null, verdicts: { rate: NONE, failed: NONE }, ...rest }
}

describe('the change of an amount', () => {
  test('is relative, and neither good nor bad', () => {
    const [now, before] = [side('99', '22'), earlier(side('90', '20'))]
    for (const name of ['billed', 'collected'] as const) {
      const change = changeOf(name, now, before, t)
      expect(change).toEqual({ kind: 'amount', by: 0.1, isAtEqualAge: false })
      expect(toneOf(name, change)).toBe('neutral')
    }
  })

  test('of outstanding is unknown unless at equal age, also of settled ranges', () => {
    expect(changeOf('outstanding', side('99', '22'), earlier(side('90', '20')), t).kind).toBe('unknown')
  })

  test('of collected and outstanding is at equal age, or unknown while payments arrive', () => {
    const [now, before] = [pending('80', '20'), side('90', '10')]
    expect(changeOf('billed', now, earlier(before), t)).toMatchObject({ kind: 'amount', by: 0 })
    for (const name of ['collected', 'outstanding'] as const) {
      const reason = 'the ranges can’t be compared at the same age'
      expect(changeOf(name, now, earlier(before), t)).toEqual({ kind: 'unknown', reason })
    }
    const atEqualAge = {
      now: { billed: '100', collected: '80', failed: '0', outstanding: '20' },
      earlier: { billed: '100', collected: '64', failed: '0', outstanding: '16' },
    }
    expect(changeOf('collected', now, earlier(before, { atEqualAge }), t)).toEqual({
      kind: 'amount',
      by: 0.25,
      isAtEqualAge: true,
    })
    expect(changeOf('outstanding', now, earlier(before, { atEqualAge }), t)).toMatchObject({ by: 0.25 })
  })

  test('is unknown for days that are not mirrored, with too much left out, or against nothing', () => {
    const usual = side('90', '10')
    const because = (now: typeof usual, before: typeof usual) => {
      const change = changeOf('billed', now, earlier(before), t)
      return change.kind === 'unknown' ? change.reason : change
    }
    expect(because(side('1', '0', true), usual)).toBe('some of these dates haven’t synced yet')
    expect(because(usual, side('1', '0', true))).toBe('some of the earlier dates haven’t synced yet')
    expect(because({ ...usual, withoutCurrency: 1 }, usual)).toBe('over 1% of these periods are excluded')
    expect(because(usual, { ...usual, withoutCurrency: 1 })).toBe(
      'over 1% of the earlier periods are excluded',
    )
    expect(because(usual, side('0', '0'))).toBe('nothing was billed then')
  })
})

describe('the change of a share of billed', () => {
  const changed = (name: 'rate' | 'failed', verdict: EarlierRange['verdicts']['rate']) =>
    changeOf(
      name,
      side('80', '20'),
      earlier(side('0', '0'), { verdicts: { rate: verdict, failed: verdict } }),
      t,
    )

  test('is the verdict, good or bad only if it names a direction', () => {
    const tone = (name: 'rate' | 'failed', verdict: 'up' | 'down' | 'no_clear_change') =>
      toneOf(name, changed(name, { verdict, reason: null, evidence: EVIDENCE }))
    expect(changed('rate', NONE)).toEqual({ kind: 'share', verdict: 'no_clear_change', evidence: EVIDENCE })
    expect([tone('rate', 'up'), tone('rate', 'down'), tone('rate', 'no_clear_change')]).toEqual([
      'good',
      'bad',
      'neutral',
    ])
    expect([tone('failed', 'up'), tone('failed', 'down')]).toEqual(['bad', 'good'])
  })

  test('is unknown for a stated reason', () => {
    const because = (reason: 'too_recent' | 'no_rate_before') =>
      changed('rate', { verdict: 'not_comparable', reason, evidence: null })
    expect(because('too_recent')).toMatchObject({ reason: 'payments for these weeks are still arriving' })
    expect(because('no_rate_before')).toMatchObject({ reason: 'the billed amount was zero or less then' })
  })
})

test('sums the weeks of a range in its own currency only', () => {
  const weeks = [
    weekOf('2026-10-05', { PAYMENT_COMPLETE: '1.10' }),
    weekOf('2026-10-12', { PAYMENT_FAILED: '2.20' }),
    weekOf('2026-10-12', { PAYMENT_FAILED: '9' }, 'KES'),
  ]
  const { figures } = rangeFigures({ weeks, snapshot: '1', freshness: [], withoutCurrency: 0 }, 'NGN')
  expect(figures).toMatchObject({ billed: '3.3', failed: '2.2', outstanding: '2.2' })
})

test('names and counts the periods left out', () => {
  const figures = { ...figuresOf('NGN', { DRAFT: '1', OTHER: '2', PENDING: '3' }), unknownAmounts: 4 }
  expect(leftOut({ figures, withoutCurrency: 5 }, t)).toEqual([
    '1 draft',
    '1 with another status',
    '4 without an amount',
    '5 without a currency',
  ])
  expect(leftOut({ figures: sumFigures([], 'NGN'), withoutCurrency: 0 }, t)).toEqual([])
})

test('links the rate to everything billed and each amount to its own statuses', () => {
  expect(statusesOf('rate')).toEqual(statusesOf('billed'))
  expect(statusesOf('failed')).toEqual(['PAYMENT_FAILED'])
})

test('names the previous range in weeks when it has whole weeks', () => {
  expect(versusPrevious({ name: '13w', from: '2026-08-24', to: '2026-11-22' }, t)).toBe(
    'vs previous 13 weeks',
  )
  expect(versusPrevious({ name: 'custom', from: '2026-11-01', to: '2026-11-10' }, t)).toBe(
    'vs previous 10 days',
  )
  expect(versusPrevious({ name: 'custom', from: '2026-11-01', to: '2026-11-01' }, t)).toBe('vs previous day')
})

test('counts periods left out as a share of all periods except drafts', () => {
  const figures = { ...figuresOf('NGN', { DRAFT: '1', OTHER: '2', PENDING: '3', PAYMENT_COMPLETE: '4' }) }
  expect(leftOutOfRange({ figures, withoutCurrency: 0 })).toEqual({ leftOut: 1, of: 3 })
  expect(leftOutOfRange({ figures, withoutCurrency: 2 })).toEqual({ leftOut: 3, of: 5 })
})
