import { expect, test } from 'vitest'
import { addDays } from '#lib/calendar-date.ts'
import { createFormat } from '#lib/format.ts'
import { readLocaleRules } from '#lib/locale.ts'
import { weeksBetween } from '#lib/week.ts'
import { sumFigures } from './figures.ts'
import { describeVerdict, judge, type VerdictInput } from './headline.ts'
import { type DayRange, previousRange, resolveRange } from './range.ts'
import type { WeekFigures } from './schema.ts'
import { weekOf } from './testing.ts'

const today = '2026-11-21'
const range = resolveRange({ range: '13w', from: null, to: null }, today)
const previous = previousRange(range, today)

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
  }
}

test('collections that moved by less than a point are holding', () => {
  expect(
    judge(
      input(
        () => 91,
        () => 91,
      ),
    ).kind,
  ).toBe('holding')
})

test('a point down is slipping, a point up is improving, with what it rests on', () => {
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

test('weeks that are still being paid do not make collections slip, though they count in the rate', () => {
  const fresh = (week: string) => (week > '2026-10-25' ? 10 : 91)
  const verdict = judge(input(fresh, () => 91))
  expect(verdict).toMatchObject({ kind: 'holding', basis: { now: 0.91 } })
  expect(verdict.kind === 'holding' && verdict.rate).toBeLessThan(0.7)
})

test('the earlier range is judged over the same number of weeks', () => {
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

test('nothing billed is said, not 0 % or 100 %', () => {
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

test('no verdict over days that are not read, here or before', () => {
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

test('no verdict when every week is still being paid, or nothing was billed before', () => {
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

const format = createFormat(readLocaleRules('en-GB'), 'Africa/Lagos')
const say = (verdict: ReturnType<typeof judge>) => describeVerdict(verdict, 'NGN', format)

test('the headline is one honest sentence in the figures it rests on', () => {
  expect(
    say(
      judge(
        input(
          () => 91,
          () => 91,
        ),
      ),
    ).title,
  ).toBe('Collections are holding at 91.0%')
  const slipping = say(
    judge(
      input(
        () => 88,
        () => 91,
      ),
    ),
  )
  expect(slipping.title).toBe('Collections are slipping: 88.0%')
  expect(slipping.basis).toContain('88.0%, against 91.0% in the range before (−3.0\u00a0pt)')
  expect(say({ kind: 'nothing_billed' })).toEqual({ title: 'Nothing was billed in NGN', basis: null })
  expect(say({ kind: 'not_read' }).title).toBe('Nothing is known of NGN in these days yet')
  expect(say({ kind: 'incomplete', rate: 0.5 }).title).toBe(
    'Collections stand at 50.0% of what is read so far',
  )
  expect(say({ kind: 'no_comparison', rate: 0.5, reason: 'too_recent' }).title).toBe(
    '50.0% of what was billed is collected so far',
  )
  expect(say({ kind: 'no_comparison', rate: 0.5, reason: 'nothing_before' })).toEqual({
    title: 'Collections stand at 50.0%',
    basis: 'Nothing was billed in the range before, so there is nothing to compare with.',
  })
})
