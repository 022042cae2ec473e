import { expect, test } from 'vitest'
import { matches, scopeText, sortRows, unknownNames } from './words.ts'

test('what somebody sees is said in one line', () => {
  expect(scopeText({ role: 'financier', fundingSources: ['A', 'B'] })).toBe('A, B')
  expect(scopeText({ role: 'operator', fundingSources: [] })).toBe('Everything')
})

test('a name is called unknown only once it is known which there are', () => {
  expect(unknownNames(['A', 'X'], ['A'])).toEqual(['X'])
  expect(unknownNames(['A', 'X'], undefined)).toEqual([])
})

test('every word searched for must be there, in any case and order', () => {
  expect(matches('Grace Okafor grace@example.com', 'OKAFOR gra')).toBe(true)
  expect(matches('Grace Okafor', 'grace x')).toBe(false)
  expect(matches('Grace', null)).toBe(true)
})

test('rows are ordered either way, with unknown values last', () => {
  const rows = [{ at: '2' }, { at: null }, { at: '10' }, { at: '1' }]
  const by = (sort: string) => sortRows(rows, sort, (row) => row.at).map((row) => row.at)
  expect(by('at')).toEqual(['1', '2', '10', null])
  expect(by('-at')).toEqual(['10', '2', '1', null])
})
