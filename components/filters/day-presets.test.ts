import { expect, test } from 'vitest'
import { dayPresets } from './day-presets.ts'

test('offers presets of whole weeks that end with the current one', () => {
  expect(dayPresets('2026-11-21').map(({ label, range }) => [label, range.from, range.to])).toEqual([
    ['This week', '2026-11-16', '2026-11-22'],
    ['Last 4 weeks', '2026-10-26', '2026-11-22'],
    ['Last 13 weeks', '2026-08-24', '2026-11-22'],
    ['This season', '2026-09-28', '2026-11-22'],
  ])
})
