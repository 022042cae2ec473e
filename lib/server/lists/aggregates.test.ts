import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, type Day, eachDay } from '#lib/calendar-date.ts'
import { isoWeek, weekStart } from '#lib/week.ts'
import { coverOf, type Level, type Piece, spanOf } from './aggregates.ts'

// Six years, two of them with 53 weeks.
const FIRST: Day = '2019-12-20'
const day = fc.integer({ min: 0, max: 2_200 }).map((days) => addDays(FIRST, days))
const levels = fc.constantFrom<Level>('day', 'week', 'year')

const holds = ({ from, before }: Piece, each: Day) =>
  (from === null || from <= each) && (before === null || each < before)

test('covers each day of a range exactly once, and no other day', () => {
  const bound = fc.option(day, { nil: null })
  fc.assert(
    fc.property(bound, bound, levels, fc.array(day, { minLength: 20 }), (from, to, coarsest, days) => {
      const pieces = coverOf({ from, to }, coarsest)
      const edges = [from, to].flatMap((edge) => (edge ? [addDays(edge, -1), edge, addDays(edge, 1)] : []))
      for (const each of [...days, ...edges]) {
        const isAsked = (from === null || from <= each) && (to === null || each <= to)
        expect(pieces.filter((piece) => holds(piece, each)).length, each).toBe(isAsked ? 1 : 0)
      }
    }),
    { numRuns: 500 },
  )
})

test('uses whole weeks and years, and days only at the edges', () => {
  fc.assert(
    fc.property(day, day, (from, to) => {
      const pieces = coverOf({ from, to }, 'year')
      for (const { level, from: first, before } of pieces)
        for (const each of [first, before]) expect(each && spanOf(level, each).from).toBe(each)
      const ofDays = pieces.filter(({ level }) => level === 'day')
      const single = ofDays.flatMap(({ from: first, before }) =>
        eachDay(first ?? '', addDays(before ?? '', -1)),
      )
      expect(single.length).toBeLessThanOrEqual(12)
    }),
    { numRuns: 500 },
  )
})

test('covers a range without bounds with one piece of the coarsest level, which includes rows without a day', () => {
  expect(coverOf({ from: null, to: null }, 'year')).toEqual([{ level: 'year', from: null, before: null }])
  expect(coverOf({ from: '2026-03-04', to: '2026-03-03' }, 'year')).toEqual([])
})

test('uses ISO 8601 weeks and years', () => {
  fc.assert(
    fc.property(day, (each) => {
      expect(spanOf('week', each)).toEqual({ from: weekStart(each), before: addDays(weekStart(each), 7) })
      const { from, before } = spanOf('year', each)
      expect([isoWeek(from), isoWeek(before).week]).toEqual([{ year: isoWeek(each).year, week: 1 }, 1])
      expect([from <= each, each < before, isoWeek(before).year]).toEqual([
        true,
        true,
        isoWeek(each).year + 1,
      ])
    }),
    { numRuns: 500 },
  )
})
