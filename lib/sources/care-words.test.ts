import { expect, test } from 'vitest'
import { listedOf, reasonParts, splitLong } from './care-words.ts'

test('shows listed of counted only where the two differ', () => {
  expect(listedOf({ listed: 118, counted: 130 }, String)).toBe('listed 118 of 130')
  expect(listedOf({ listed: 0, counted: 130 }, String)).toBe('listed 0 of 130')
  expect(listedOf({ listed: 130, counted: 130 }, String)).toBeNull()
  expect(listedOf({ listed: 5, counted: null }, String)).toBeNull()
})

test('cuts a long list, but never to hide a single item', () => {
  expect(splitLong([1, 2, 3], 4)).toEqual({ first: [1, 2, 3], rest: [] })
  expect(splitLong([1, 2, 3, 4, 5], 4)).toEqual({ first: [1, 2, 3, 4, 5], rest: [] })
  expect(splitLong([1, 2, 3, 4, 5, 6], 4)).toEqual({ first: [1, 2, 3, 4], rest: [5, 6] })
})

test('separates the reason of the whole window from those of its parts and repeats no count', () => {
  const reason =
    'The source counted 77 rows and listed 65. By currency "NGN": The source counted 44 rows and listed 32.'
  expect(reasonParts({ state: 'partial', reason, listed: 65, counted: 77 })).toEqual({
    whole: '',
    parts: ['By currency "NGN": The source counted 44 rows and listed 32.'],
  })
  const left = '2 rows without a readable id left out.'
  expect(reasonParts({ state: 'partial', reason: left, listed: 82, counted: 82 })).toEqual({
    whole: left,
    parts: [],
  })
})

test('a reason that only repeats the state of a window is left out', () => {
  const window = { reason: 'Not read yet.', listed: null, counted: null }
  expect(reasonParts({ ...window, state: 'never_read' })).toEqual({ whole: '', parts: [] })
  expect(reasonParts({ ...window, state: 'failed' }).whole).toBe('Not read yet.')
})
