import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, dayInZone, daysBetween, eachDay, readDay } from './calendar-date.ts'
import { isLongPeriod, isoWeek, sameDayLastYear, weekEnd, weekStart, weeksBetween } from './week.ts'

const day = fc.integer({ min: 0, max: 80_000 }).map((count) => addDays('1973-01-01', count))

describe('readDay', () => {
  test.each(['2026-02-28', '2028-02-29', '1970-01-01', '2199-12-31'])('accepts %s as a day', (text) =>
    expect(readDay(text)).toBe(text),
  )
  test.each([
    '2026-02-30',
    '2026-13-45',
    '0000-00-00',
    '275760-09-13',
    '2026-2-3',
    '٢٠٢٦-٠١-٠١',
    '',
    20260101,
    null,
  ])('rejects %j as a day', (text) => expect(readDay(text)).toBeNull())
})

test('puts an instant late in the evening on the next day in Lagos', () => {
  expect(dayInZone(new Date('2026-03-01T23:30:00Z'), 'Africa/Lagos')).toBe('2026-03-02')
  expect(dayInZone(new Date('2026-03-01T22:30:00Z'), 'Africa/Lagos')).toBe('2026-03-01')
})

test('adds and subtracts days without losing one', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -900, max: 900 }), (start, count) => {
      expect(daysBetween(start, addDays(start, count))).toBe(count)
      expect(readDay(addDays(start, count))).not.toBeNull()
    }),
  )
  expect(eachDay('2028-02-28', '2028-03-01')).toEqual(['2028-02-28', '2028-02-29', '2028-03-01'])
  expect(eachDay('2026-01-02', '2026-01-01')).toEqual([])
  // PostgreSQL writes days this way with datestyle = German.
  expect(() => eachDay('02.03.2026', '08.03.2026')).toThrow('02.03.2026 is not a day')
})

test('places every day in exactly one week from Monday to Sunday', () => {
  fc.assert(
    fc.property(day, (date) => {
      const monday = weekStart(date)
      expect(new Date(`${monday}T00:00:00Z`).getUTCDay()).toBe(1)
      expect(daysBetween(monday, weekEnd(date))).toBe(6)
      expect(monday <= date && date <= weekEnd(date)).toBe(true)
    }),
  )
})

test('numbers weeks by ISO 8601 across the turn of the year', () => {
  expect(isoWeek('2027-01-01')).toEqual({ year: 2026, week: 53 })
  expect(isoWeek('2026-12-28')).toEqual({ year: 2026, week: 53 })
  expect(isoWeek('2027-01-04')).toEqual({ year: 2027, week: 1 })
  expect(isoWeek('2024-12-30')).toEqual({ year: 2025, week: 1 })
})

test('keeps weekdays in place for week ranges, long periods and the same day last year', () => {
  expect(weeksBetween('2026-05-27', '2026-06-09')).toEqual(['2026-05-25', '2026-06-01', '2026-06-08'])
  expect(isLongPeriod('2026-05-25', '2026-05-31')).toBe(false)
  expect(isLongPeriod('2026-05-25', '2026-06-01')).toBe(true)
  expect(sameDayLastYear('2026-05-25')).toBe('2025-05-26')
})
