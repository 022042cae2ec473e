import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, daysBetween } from '#lib/calendar-date.ts'
import { weekEnd, weekStart } from '#lib/week.ts'
import { lastYearRange, lengthInDays, previousRange, RANGE_NAMES, resolveRange } from './range.ts'
import type { SeasonRange } from './season.ts'

const none = { from: null, to: null }
const today = '2026-11-21'
const anyDay = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('1990-01-01', days))

test('resolves 26 weeks to the current week and the 25 before', () => {
  expect(resolveRange({ range: '26w', ...none }, today)).toEqual({
    name: '26w',
    from: '2026-05-25',
    to: '2026-11-22',
  })
})

const WET: SeasonRange = {
  season: { name: 'Wet', firstMonth: 4, lastMonth: 9 },
  from: '2026-03-30',
  to: '2026-09-27',
}

test('resolves a season to its weeks, by the name that an admin gave it', () => {
  expect(resolveRange({ range: 'season', ...none }, today, WET)).toEqual({
    name: 'season',
    season: 'Wet',
    from: '2026-03-30',
    to: '2026-09-27',
  })
})

test('shows the usual range in place of a season that is not set, and says so', () => {
  expect(resolveRange({ range: 'season', ...none }, today)).toEqual({
    name: '26w',
    isSeasonUnset: true,
    from: '2026-05-25',
    to: '2026-11-22',
  })
  expect(resolveRange({ range: 'season', ...none }, today, null, '52w').from).toBe('2025-11-24')
  const custom = { range: 'season', from: '2026-01-05', to: null } as const
  expect(resolveRange(custom, today).isSeasonUnset).toBeUndefined()
})

test('prefers custom days to a named range, needs only one of them, and accepts either order', () => {
  expect(resolveRange({ range: '13w', from: '2026-01-05', to: '2026-02-01' }, today)).toEqual({
    name: 'custom',
    from: '2026-01-05',
    to: '2026-02-01',
  })
  expect(resolveRange({ range: '13w', from: '2026-02-01', to: '2026-01-05' }, today).from).toBe('2026-01-05')
  expect(resolveRange({ range: '13w', from: '2026-10-01', to: null }, today).to).toBe('2026-11-22')
  expect(resolveRange({ range: '13w', from: null, to: '2026-06-28' }, today).from).toBe('2025-12-29')
  expect(resolveRange({ range: '13w', from: '2027-02-03', to: null }, today).to).toBe('2027-02-07')
})

test('makes named ranges whole weeks that contain today', () => {
  fc.assert(
    fc.property(anyDay, fc.constantFrom(...RANGE_NAMES), (day, range) => {
      const { from, to } = resolveRange({ range, ...none }, day)
      expect(from).toBe(weekStart(from))
      expect(to).toBe(weekEnd(day))
      expect(from <= day).toBe(true)
    }),
  )
})

test('compares a finished range with the range of equal length that ends the day before', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 0, max: 800 }), (from, more) => {
      const range = { from, to: addDays(from, more) }
      const before = previousRange(range, addDays(range.to, 1))
      expect(lengthInDays(before)).toBe(lengthInDays(range))
      expect(addDays(before.to, 1)).toBe(range.from)
    }),
  )
})

test('compares a running range up to the same elapsed day', () => {
  const range = resolveRange({ range: '13w', ...none }, '2026-11-18')
  const before = previousRange(range, '2026-11-18')
  expect(daysBetween(before.from, before.to)).toBe(daysBetween(range.from, '2026-11-18'))
  expect(lastYearRange(range, '2026-11-18')).toEqual({
    from: addDays(range.from, -364),
    to: addDays('2026-11-18', -364),
  })
})

test('keeps the weekdays of the same weeks last year', () => {
  fc.assert(
    fc.property(anyDay, (day) => {
      const range = resolveRange({ range: '26w', ...none }, day)
      expect(lastYearRange(range, day).from).toBe(weekStart(lastYearRange(range, day).from))
    }),
  )
})
