import { expect, test } from 'vitest'
import { dayPresets } from './day-presets.ts'

test('offers presets of whole weeks that end with the current one', () => {
  expect(dayPresets('2026-11-21').map(({ name, range }) => [name, range.from, range.to])).toEqual([
    ['this-week', '2026-11-16', '2026-11-22'],
    ['4-weeks', '2026-10-26', '2026-11-22'],
    ['13-weeks', '2026-08-24', '2026-11-22'],
    ['season', '2026-09-28', '2026-11-22'],
  ])
})
