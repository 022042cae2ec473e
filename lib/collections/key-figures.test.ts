import { expect, test } from 'vitest'
import { english } from '#lib/server/words/words.ts'
import { sumFigures } from './figures.ts'
import {
  changeOf,
  leftOut,
  leftOutOfRange,
  rangeFigures,
  reachesFreshWeeks,
  settledRate,
  statusesOf,
  versusPrevious,
} from './key-figures.ts'
import { figuresOf, weekOf } from './testing.ts'

const t = english('figures')
const side = (paid: string, sent: string, isIncomplete = false) => ({
  figures: figuresOf('NGN', { PAYMENT_COMPLETE: paid, SENT_TO_PAYMENT_SERVICE: sent }),
  isIncomplete,
  withoutCurrency: 0,
})

test('calls more collected good, more outstanding bad and more billed neutral', () => {
  const [now, before] = [side('99', '22'), side('90', '20')]
  expect(changeOf('collected', now, before, false, t)).toEqual({ kind: 'known', by: 0.1, tone: 'good' })
  expect(changeOf('outstanding', now, before, false, t)).toEqual({ kind: 'known', by: 0.1, tone: 'bad' })
  expect(changeOf('billed', now, before, false, t)).toEqual({ kind: 'known', by: 0.1, tone: 'neutral' })
  expect(changeOf('rate', side('91', '9'), side('92', '8'), false, t)).toEqual({
    kind: 'known',
    by: -0.01,
    tone: 'bad',
  })
})

test('states no change for days that are not mirrored, or against nothing', () => {
  expect(changeOf('billed', side('1', '0', true), side('1', '0'), false, t).kind).toBe('unknown')
  expect(changeOf('billed', side('1', '0'), side('1', '0', true), false, t).kind).toBe('unknown')
  expect(changeOf('failed', side('1', '0'), side('1', '0'), false, t)).toMatchObject({
    reason: 'nothing had failed then',
  })
  expect(changeOf('rate', side('1', '0'), side('0', '0'), false, t)).toMatchObject({ kind: 'unknown' })
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

test('judges only failed amounts while payments for the range still arrive', () => {
  const [now, before] = [side('50', '50'), side('90', '10')]
  expect(changeOf('rate', now, before, true, t)).toEqual({ kind: 'known', by: -0.4, tone: 'neutral' })
  const failed = (amount: string) => ({
    figures: figuresOf('NGN', { PAYMENT_FAILED: amount }),
    isIncomplete: false,
    withoutCurrency: 0,
  })
  expect(changeOf('failed', failed('2'), failed('1'), true, t)).toMatchObject({ tone: 'bad' })
  expect(reachesFreshWeeks({ from: '2026-01-05', to: '2026-10-25' }, '2026-11-21')).toBe(false)
  expect(reachesFreshWeeks({ from: '2026-01-05', to: '2026-10-26' }, '2026-11-21')).toBe(true)
})

test('leaves weeks with payments still arriving out of the settled rate', () => {
  const weeks = [
    weekOf('2026-10-19', { PAYMENT_COMPLETE: '9', PENDING: '1' }),
    weekOf('2026-10-26', { PAYMENT_COMPLETE: '1', PENDING: '9' }),
  ]
  const answer = { weeks, snapshot: '1', freshness: [], withoutCurrency: 0 }
  expect(settledRate(answer, 'NGN', '2026-11-21')).toBe(0.9)
  expect(settledRate({ ...answer, weeks: weeks.slice(1) }, 'NGN', '2026-11-21')).toBeNull()
})

test('states no change when over 1 % of either range is left out', () => {
  const usual = side('90', '10')
  const missing = { ...usual, withoutCurrency: 1 }
  for (const name of ['rate', 'billed', 'collected'] as const) {
    expect(changeOf(name, missing, usual, false, t)).toEqual({
      kind: 'unknown',
      reason: 'over 1% of these periods are excluded',
    })
    expect(changeOf(name, usual, missing, false, t)).toEqual({
      kind: 'unknown',
      reason: 'over 1% of the earlier periods are excluded',
    })
  }
})

test('counts periods left out as a share of all periods except drafts', () => {
  const figures = { ...figuresOf('NGN', { DRAFT: '1', OTHER: '2', PENDING: '3', PAYMENT_COMPLETE: '4' }) }
  expect(leftOutOfRange({ figures, withoutCurrency: 0 })).toEqual({ leftOut: 1, of: 3 })
  expect(leftOutOfRange({ figures, withoutCurrency: 2 })).toEqual({ leftOut: 3, of: 5 })
})
