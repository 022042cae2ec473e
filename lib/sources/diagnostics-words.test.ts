import { expect, test } from 'vitest'
import { english } from '#lib/server/words/words.ts'
import type { WindowReason } from '#lib/window-reasons.ts'
import { listedOf, reasonParts, splitLong } from './diagnostics-words.ts'

const t = english('sources')
const tReasons = english('reasons')

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

const told = (...reasons: WindowReason[]) => ({ state: 'partial', reasons }) as const
const partsOf = (window: Parameters<typeof reasonParts>[0]) => reasonParts(window, 'Hello Tractor', tReasons)

test('separates the reason of the whole window from those of its parts and repeats no count', () => {
  const miscounted = { code: 'miscounted', counted: 77, listed: 65 } as const
  const fault = { code: 'miscounted', counted: 44, listed: 32 } as const
  const part = { code: 'part', filter: 'currency', value: 'NGN', fault } as const
  expect(partsOf({ ...told(miscounted, part), listed: 65, counted: 77 })).toEqual({
    whole: '',
    parts: ['By currency "NGN": The source counted 44 rows and listed 32.'],
  })
  expect(partsOf({ ...told({ code: 'no_id', rows: 2 }), listed: 82, counted: 82 })).toEqual({
    whole: '2 rows without a valid id are left out.',
    parts: [],
  })
  expect(partsOf({ ...told(), listed: null, counted: null })).toEqual({
    whole: 'Not every row could be synced.',
    parts: [],
  })
})

test('a reason that only repeats the state of a window is left out', () => {
  const window = { ...told(), listed: null, counted: null }
  expect(partsOf({ ...window, state: 'never_read' })).toEqual({ whole: '', parts: [] })
  expect(partsOf({ ...window, state: 'failed' }).whole).toBe('The last sync failed.')
  expect(partsOf({ ...window, state: 'complete' }).whole).toBe('The last sync failed.')
})

test('keeps the parts apart whatever a funding source is called', () => {
  const name = 'Rural. By currency "NGN": The source counted 1 rows and listed 2. By Y'
  const refused = { code: 'refused', filter: 'funding_source', value: name } as const
  const part = { code: 'part', filter: 'funding_source', value: name, fault: { code: 'unsteady' } } as const
  expect(partsOf({ ...told(refused, part), listed: 3, counted: 4 })).toEqual({
    whole: `The source doesn’t accept the funding source "${name}": check its spelling.`,
    parts: [`By funding source "${name}": The source returned a different list on the second request.`],
  })
})
