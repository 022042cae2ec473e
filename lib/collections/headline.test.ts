import { expect, test } from 'vitest'
import { addDays } from '#lib/calendar-date.ts'
import { createFormat } from '#lib/format.ts'
import { english } from '#lib/server/words/words.ts'
import { weeksBetween } from '#lib/week.ts'
import { readLocaleRules } from '#lib/words/locale-rules.ts'
import { sumFigures } from './figures.ts'
import { describeVerdict, judge, type VerdictInput } from './headline.ts'
import { type DayRange, previousRange, resolveRange } from './range.ts'
import type { WeekFigures } from './schema.ts'
import { weekOf } from './testing.ts'

const today = '2026-11-21'
const range = resolveRange({ range: '13w', from: null, to: null }, today)
const previous = previousRange(range, today)
const format = createFormat(readLocaleRules('en-GB'), 'Africa/Lagos')
const WORDS = { overview: english('overview'), figures: english('figures') }
const say = (verdict: ReturnType<typeof judge>) => describeVerdict(verdict, 'NGN', format, WORDS)

function weeksAt(days: DayRange, paidPercent: (week: string) => number): WeekFigures[] {
  return weeksBetween(days.from, days.to).map((week) =>
    weekOf(week, {
      PAYMENT_COMPLETE: String(paidPercent(week)),
      SENT_TO_PAYMENT_SERVICE: String(100 - paidPercent(week)),
    }),
  )
}

function input(now: (week: string) => number, before: (week: string) => number): VerdictInput {
  const weeks = weeksAt(range, now)
  return {
    range,
    today,
    currency: 'NGN',
    figures: sumFigures(weeks, 'NGN'),
    weeks,
    previousWeeks: weeksAt(previous, before),
    isIncomplete: false,
    isPreviousIncomplete: false,
    withoutCurrency: 0,
    previousWithoutCurrency: 0,
  }
}

/** The same weeks with `count` more periods of unknown amount in the first week. */
function withUnknown(weeks: readonly WeekFigures[], count: number): WeekFigures[] {
  return weeks.map((week, at) =>
    at > 0 ? week : { ...week, count: week.count + count, unknownAmounts: count, leftOut: count },
  )
}

test('gives no headline when over 1 % of the periods are left out, and states the share', () => {
  const usual = input(
    () => 91,
    () => 91,
  )
  const known = usual.weeks.reduce((sum, week) => sum + week.count, 0)
  expect(known).toBe(26)
  const withLeftOut = (unknown: number, withoutCurrency = 0) => {
    const weeks = withUnknown(usual.weeks, unknown)
    return judge({ ...usual, weeks, figures: sumFigures(weeks, 'NGN'), withoutCurrency })
  }
  const verdict = withLeftOut(39)
  expect(verdict).toEqual({ kind: 'too_much_left_out', leftOut: 39, of: 65 })
  expect(say(verdict)).toEqual({
    title: 'Too much data is missing to show a collection rate',
    basis:
      '60.0% of the billing periods are excluded: 39 of 65 have no valid amount, status or currency. See Sources for the reasons.',
  })
  expect(withLeftOut(1).kind).toBe('too_much_left_out')
  expect(withLeftOut(0, 1)).toEqual({ kind: 'too_much_left_out', leftOut: 1, of: 27 })
})

test('allows at most one period in a hundred to be left out of a headline', () => {
  const usual = input(
    () => 91,
    () => 91,
  )
  const larger = usual.weeks.map((week, at) => (at > 0 ? week : { ...week, count: week.count + 73 }))
  const judged = (unknown: number) => {
    const weeks = withUnknown(larger, unknown)
    return judge({ ...usual, weeks, figures: sumFigures(weeks, 'NGN') }).kind
  }
  expect(judged(1)).toBe('holding')
  expect(judged(2)).toBe('too_much_left_out')
})

test('compares with no previous range of which over 1 % is left out', () => {
  const usual = input(
    () => 80,
    () => 91,
  )
  const before = withUnknown(usual.previousWeeks, 5)
  const verdict = judge({ ...usual, previousWeeks: before })
  expect(verdict).toEqual({ kind: 'no_comparison', rate: 0.8, reason: 'left_out_before' })
  expect(judge({ ...usual, previousWithoutCurrency: 5 })).toEqual(verdict)
  expect(say(verdict).basis).toBe(
    'Over 1% of the previous range is excluded, so there is nothing to compare with.',
  )
})

test('gives no headline for a rate that credits make meaningless, and states the reason', () => {
  const weeks = [weekOf('2026-09-07', { PAYMENT_COMPLETE: '-150', PAYMENT_FAILED: '50' })]
  const usual = input(
    () => 91,
    () => 91,
  )
  const verdict = judge({ ...usual, weeks, figures: sumFigures(weeks, 'NGN') })
  expect(verdict).toEqual({ kind: 'no_rate', reason: 'billed_not_positive' })
  expect(say(verdict).title).toBe('No collection rate in NGN: billed is zero or less')
})

test('calls a change of less than one percentage point holding', () => {
  expect(
    judge(
      input(
        () => 91,
        () => 91,
      ),
    ).kind,
  ).toBe('holding')
})

test('calls one point down slipping and one point up improving, with the figures behind the verdict', () => {
  expect(
    judge(
      input(
        () => 90,
        () => 91,
      ),
    ),
  ).toMatchObject({
    kind: 'slipping',
    rate: 0.9,
    basis: { now: 0.9, before: 0.91, change: -0.01, from: '2026-08-24', to: '2026-10-25' },
  })
  expect(
    judge(
      input(
        () => 92,
        () => 91,
      ),
    ).kind,
  ).toBe('improving')
})

test('excludes weeks with payments still arriving from the verdict but not from the rate', () => {
  const fresh = (week: string) => (week > '2026-10-25' ? 10 : 91)
  const verdict = judge(input(fresh, () => 91))
  expect(verdict).toMatchObject({ kind: 'holding', basis: { now: 0.91 } })
  expect(verdict.kind === 'holding' && verdict.rate).toBeLessThan(0.7)
})

test('compares the same number of weeks of the previous range', () => {
  const lateInRange = addDays(previous.from, 7 * 9)
  expect(
    judge(
      input(
        () => 91,
        (week) => (week >= lateInRange ? 5 : 91),
      ),
    ).kind,
  ).toBe('holding')
})

test('says that nothing was billed instead of 0 % or 100 %', () => {
  const empty = {
    ...input(
      () => 0,
      () => 0,
    ),
    weeks: [],
    figures: sumFigures([], 'NGN'),
  }
  expect(judge(empty)).toEqual({ kind: 'nothing_billed' })
  expect(judge({ ...empty, isIncomplete: true })).toEqual({ kind: 'not_read' })
})

test('gives no verdict when days are missing in this range or the previous one', () => {
  expect(
    judge({
      ...input(
        () => 50,
        () => 91,
      ),
      isIncomplete: true,
    }),
  ).toEqual({ kind: 'incomplete', rate: 0.5 })
  expect(
    judge({
      ...input(
        () => 50,
        () => 91,
      ),
      isPreviousIncomplete: true,
    }),
  ).toMatchObject({
    kind: 'no_comparison',
    reason: 'incomplete_before',
  })
})

test('gives no verdict when payments for every week still arrive, or nothing was billed before', () => {
  const recent = { from: '2026-11-09', to: '2026-11-22' }
  expect(
    judge({
      ...input(
        () => 50,
        () => 91,
      ),
      range: recent,
    }),
  ).toMatchObject({ reason: 'too_recent' })
  expect(
    judge({
      ...input(
        () => 50,
        () => 91,
      ),
      previousWeeks: [],
    }),
  ).toMatchObject({ reason: 'nothing_before' })
})

test('writes the headline as one sentence with the figures behind it', () => {
  expect(
    say(
      judge(
        input(
          () => 91,
          () => 91,
        ),
      ),
    ).title,
  ).toBe('Collection rate is steady: 91.0%, from 91.0%')
  const slipping = say(
    judge(
      input(
        () => 88,
        () => 91,
      ),
    ),
  )
  expect(slipping.title).toBe('Collection rate is down: 88.0%, from 91.0%')
  expect(slipping.basis).toContain('88.0%, before 91.0% (−3.0\u00a0pt)')
  expect(say({ kind: 'nothing_billed' })).toEqual({ title: 'Nothing was billed in NGN', basis: null })
  expect(say({ kind: 'not_read' }).title).toBe('No data for NGN in these dates yet')
  expect(say({ kind: 'incomplete', rate: 0.5 }).title).toBe('Collection rate so far: 50.0%')
  expect(say({ kind: 'no_comparison', rate: 0.5, reason: 'too_recent' }).title).toBe(
    '50.0% of what was billed is collected so far',
  )
  expect(say({ kind: 'no_comparison', rate: 0.5, reason: 'nothing_before' })).toEqual({
    title: 'Collection rate: 50.0%',
    basis: 'Nothing was billed in the previous range, so there is nothing to compare with.',
  })
})
