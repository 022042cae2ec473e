import { expect, test } from 'vitest'
import { english } from '#lib/server/words/words.ts'
import { listedOf, reasonParts, splitLong } from './diagnostics-words.ts'
import { reasonsText } from './reason-words.ts'
import type { WindowReason } from './window-reasons.ts'

const t = english('sources')

test('shows listed of counted only where the two differ', () => {
  expect(listedOf({ listed: 118, counted: 130 }, t)).toBe('118 of 130 rows listed')
  expect(listedOf({ listed: 0, counted: 130 }, t)).toBe('0 of 130 rows listed')
  expect(listedOf({ listed: 130, counted: 130 }, t)).toBeNull()
  expect(listedOf({ listed: 5, counted: null }, t)).toBeNull()
})

test('cuts a long list, but never to hide a single item', () => {
  expect(splitLong([1, 2, 3], 4)).toEqual({ first: [1, 2, 3], rest: [] })
  expect(splitLong([1, 2, 3, 4, 5], 4)).toEqual({ first: [1, 2, 3, 4, 5], rest: [] })
  expect(splitLong([1, 2, 3, 4, 5, 6], 4)).toEqual({ first: [1, 2, 3, 4], rest: [5, 6] })
})

/** A window with these reasons, in the words that the server sends beside them. */
const told = (...reasons: WindowReason[]) => {
  return { state: 'partial', reasons, reason: reasonsText(reasons, t) ?? 'Not read yet.' } as const
}

test('separates the reason of the whole window from those of its parts and repeats no count', () => {
  const miscounted = { code: 'miscounted', counted: 77, listed: 65 } as const
  const fault = { code: 'miscounted', counted: 44, listed: 32 } as const
  const part = { code: 'part', filter: 'currency', value: 'NGN', fault } as const
  expect(reasonParts({ ...told(miscounted, part), listed: 65, counted: 77 }, t)).toEqual({
    whole: '',
    parts: ['By currency "NGN": The source counted 44 rows and listed 32.'],
  })
  expect(reasonParts({ ...told({ code: 'no_id', rows: 2 }), listed: 82, counted: 82 }, t)).toEqual({
    whole: '2 rows without a valid id are left out.',
    parts: [],
  })
  expect(reasonParts({ ...told(), listed: null, counted: null }, t)).toEqual({
    whole: 'Not read yet.',
    parts: [],
  })
})

test('a reason that only repeats the state of a window is left out', () => {
  const window = { ...told(), listed: null, counted: null }
  expect(reasonParts({ ...window, state: 'never_read' }, t)).toEqual({ whole: '', parts: [] })
  expect(reasonParts({ ...window, state: 'failed' }, t).whole).toBe('Not read yet.')
})

test('keeps the parts apart whatever a funding source is called', () => {
  const name = 'Rural. By currency "NGN": The source counted 1 rows and listed 2. By Y'
  const refused = { code: 'refused', filter: 'funding_source', value: name } as const
  const part = { code: 'part', filter: 'funding_source', value: name, fault: { code: 'unsteady' } } as const
  expect(reasonParts({ ...told(refused, part), listed: 3, counted: 4 }, t)).toEqual({
    whole: `The source does not accept the funding source "${name}": check its spelling.`,
    parts: [`By funding source "${name}": The source returned a different list on the second request.`],
  })
})
