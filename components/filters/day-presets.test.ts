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

test('offers presets of whole weeks that end with the current one, and no season that nobody set', () => {
  expect(shown('2026-11-21', null)).toEqual(WEEKS)
})

test('offers a season by the name that an admin gave it', () => {
  const season = {
    season: { name: 'Wet', firstMonth: 4, lastMonth: 9 },
    from: '2026-03-30',
    to: '2026-09-27',
  }
  expect(shown('2026-11-21', season)).toEqual([...WEEKS, ['Wet', '2026-03-30', '2026-09-27']])
})
