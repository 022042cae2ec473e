import { expect, test } from 'vitest'
import { ageOf } from './age.ts'

test.each([
  [-5000, 'now', 0],
  [1999, 'now', 0],
  [18_900, 'seconds', 18],
  [60_000, 'minutes', 1],
  [3_599_000, 'minutes', 59],
  [47 * 3_600_000, 'hours', 47],
  [48 * 3_600_000, 'days', 2],
] as const)('counts %i ms in %s', (ms, unit, count) => {
  expect(ageOf(ms)).toEqual({ unit, count })
})
