import { expect, test } from 'vitest'
import { dayPresets } from './day-presets.ts'

const WEEKS = [
  ['this-week', '2026-11-16', '2026-11-22'],
  ['4-weeks', '2026-10-26', '2026-11-22'],
  ['13-weeks', '2026-08-24', '2026-11-22'],
]
const shown = (...given: Parameters<typeof dayPresets>) =>
  dayPresets(...given).map((preset) => [
    preset.name === 'season' ? preset.season : preset.name,
    preset.range.from,
    preset.range.to,
  ])

const MONTHS = [
  ['this-month', '2026-11-01', '2026-11-30'],
  ['last-month', '2026-10-01', '2026-10-31'],
  ['this-quarter', '2026-10-01', '2026-12-31'],
  ['last-quarter', '2026-07-01', '2026-09-30'],
]

test('offers whole weeks that end with the current one, months and quarters, and no season that nobody set', () => {
  expect(shown('2026-11-21', null)).toEqual([...WEEKS, ...MONTHS])
})

test.each([
  [
    '2028-02-29',
    '2028-02-01',
    '2028-02-29',
    '2028-01-01',
    '2028-01-31',
    '2028-01-01',
    '2028-03-31',
    '2027-10-01',
    '2027-12-31',
  ],
  [
    '2027-01-01',
    '2027-01-01',
    '2027-01-31',
    '2026-12-01',
    '2026-12-31',
    '2027-01-01',
    '2027-03-31',
    '2026-10-01',
    '2026-12-31',
  ],
  [
    '2026-12-31',
    '2026-12-01',
    '2026-12-31',
    '2026-11-01',
    '2026-11-30',
    '2026-10-01',
    '2026-12-31',
    '2026-07-01',
    '2026-09-30',
  ],
])('offers the months and quarters around the ends of a year: %s', (today, ...days) => {
  expect(
    shown(today, null)
      .slice(3)
      .flatMap(([, from, to]) => [from, to]),
  ).toEqual(days)
})

test('offers a season by the name that an admin gave it', () => {
  const season = {
    season: { name: 'Wet', firstMonth: 4, lastMonth: 9 },
    from: '2026-03-30',
    to: '2026-09-27',
  }
  expect(shown('2026-11-21', season)).toEqual([...WEEKS, ['Wet', '2026-03-30', '2026-09-27'], ...MONTHS])
})
