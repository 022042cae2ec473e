import { describe, expect, test } from 'vitest'
import { createFormat } from '#lib/format.ts'
import { english } from '#lib/server/words/words.ts'
import { readLocaleRules } from '#lib/words/locale-rules.ts'
import type { Evidence } from './comparison.ts'
import { headlineOf, isNothingBilled } from './headline.ts'
import type { Comparison, EarlierRange, Figures } from './schema.ts'
import { figuresOf } from './testing.ts'

const format = createFormat(readLocaleRules('en-GB'), 'Africa/Lagos')
const WORDS = { overview: english('overview'), figures: english('figures') }
const usual = figuresOf('NGN', { PAYMENT_COMPLETE: '850', PENDING: '100', PAYMENT_FAILED: '50' })

const EVIDENCE: Evidence = {
  rule: 'interval',
  days: { from: '2026-08-24', to: '2026-10-25' },
  before: { from: '2026-05-25', to: '2026-07-26' },
  now: { part: '880', reachable: '884', billed: '1000' },
  was: { part: '910', reachable: '930', billed: '1000' },
  difference: -0.03,
  interval: { low: -0.049, high: -0.011 },
  contracts: 120,
}
type RateVerdict = EarlierRange['verdicts']['rate']

function say(figures: Partial<Figures>, rest: Partial<Comparison['now']> = {}, rate?: RateVerdict) {
  const range = { from: '2026-08-24', to: '2026-11-22', withoutCurrency: 0, isIncomplete: false }
  const verdict: RateVerdict = rate ?? { verdict: 'no_clear_change', reason: null, evidence: EVIDENCE }
  const now = { ...range, figures: { ...usual, ...figures }, ...rest }
  const previous = {
    ...range,
    figures: usual,
    atEqualAge: null,
    verdicts: { rate: verdict, failed: verdict },
  }
  return headlineOf({ now, previous }, 'NGN', format, WORDS)
}
const compared = (verdict: RateVerdict) => say({}, {}, verdict)

describe('a named change', () => {
  test('is one sentence with both figures, and what was compared with which certainty', () => {
    expect(compared({ verdict: 'down', reason: null, evidence: EVIDENCE })).toEqual({
      title: 'Collection rate is down: 88.0%, from 91.0–93.0%',
      basis:
        'Weeks old enough to compare: 24 Aug – 25 Oct 2026, compared with 25 May – 26 Jul 2026. 95% interval of the difference: −4.9\u00a0pt to −1.1\u00a0pt.',
    })
    expect(compared({ verdict: 'up', reason: null, evidence: EVIDENCE }).title).toBe(
      'Collection rate is up: 88.0%, from 91.0–93.0%',
    )
  })

  test('at equal age says so', () => {
    const evidence = { ...EVIDENCE, rule: 'equal_age' as const, interval: null }
    expect(compared({ verdict: 'down', reason: null, evidence }).basis).toBe(
      '24 Aug – 25 Oct 2026, compared with 25 May – 26 Jul 2026 at the same age.',
    )
  })
})

test('without a clear change says that, with both figures', () => {
  expect(say({}).title).toBe('No clear change in the collection rate: 88.0%, before 91.0–93.0%')
})

describe('without a comparison', () => {
  test('states the rate as an interval, and why nothing is compared', () => {
    expect(compared({ verdict: 'not_comparable', reason: 'too_recent', evidence: null })).toEqual({
      title: 'Collection rate: 85.0–95.0%',
      basis: 'Payments for these weeks are still arriving, so it is too early to compare them.',
    })
    expect(compared({ verdict: 'too_few_contracts', reason: null, evidence: EVIDENCE })).toEqual({
      title: 'Collection rate: 85.0–95.0%',
      basis: 'Too few contracts to compare: fewer than 10 in one of the ranges.',
    })
  })

  test('states a settled rate as one figure', () => {
    const settled = figuresOf('NGN', { PAYMENT_COMPLETE: '900', PENDING: '5', PAYMENT_FAILED: '95' })
    expect(say(settled, {}, { verdict: 'not_comparable', reason: 'too_recent', evidence: null }).title).toBe(
      'Collection rate: 90.0%',
    )
  })
})

describe('without a headline rate', () => {
  test('says how much is left out if that is over 1 %', () => {
    expect(say({ leftOut: 3, count: 5 })).toEqual({
      title: 'Too much data is missing to show a collection rate',
      basis:
        '60.0% of the billing periods are excluded: 3 of 5 have no valid amount, status or currency. See Sources for the reasons.',
    })
    expect(say({ count: 100, leftOut: 1 }).title).toContain('No clear change')
    expect(say({ count: 100, leftOut: 0 }, { withoutCurrency: 2 }).title).toContain('Too much data')
  })

  test('says that nothing was billed, or that nothing is read yet, instead of 0 % or 100 %', () => {
    const nothing = figuresOf('NGN', {})
    expect(say(nothing)).toEqual({ title: 'Nothing was billed in NGN', basis: null })
    expect(say(nothing, { isIncomplete: true }).title).toBe('No data for NGN in these dates yet')
  })

  test('states why credits leave no rate', () => {
    expect(say(figuresOf('NGN', { PAYMENT_COMPLETE: '-150', PAYMENT_FAILED: '50' })).title).toBe(
      'No collection rate in NGN: the billed amount is zero or less',
    )
  })

  test('states the rate so far while days are missing', () => {
    expect(say({}, { isIncomplete: true })).toEqual({
      title: 'Collection rate so far: 85.0–95.0%',
      basis: 'Some of these dates haven’t synced yet, so there is no comparison.',
    })
  })
})

test('knows a range in which nothing was billed from one that is not read', () => {
  const range = { from: '2026-08-24', to: '2026-11-22', withoutCurrency: 0 }
  const figures = figuresOf('NGN', {})
  expect(isNothingBilled({ ...range, figures, isIncomplete: false })).toBe(true)
  expect(isNothingBilled({ ...range, figures, isIncomplete: true })).toBe(false)
  expect(isNothingBilled({ ...range, figures: usual, isIncomplete: false })).toBe(false)
})
