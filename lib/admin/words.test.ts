import { expect, test } from 'vitest'
import { createFormat } from '#lib/format.ts'
import { english } from '#lib/server/words/words.ts'
import { readLocaleRules } from '#lib/words/locale-rules.ts'
import { scopeText, sortRows, unknownNames } from './words.ts'

test("describes a person's access in one line", () => {
  const [t, format] = [english('admin'), createFormat(readLocaleRules('en-GB'), 'UTC')]
  expect(scopeText({ role: 'financier', fundingSources: ['A', 'B'] }, t, format)).toBe('A, B')
  expect(scopeText({ role: 'operator', fundingSources: [] }, t, format)).toBe('Everything')
})

test('calls a name unknown only once the known names are loaded', () => {
  expect(unknownNames(['A', 'X'], ['A'])).toEqual(['X'])
  expect(unknownNames(['A', 'X'], undefined)).toEqual([])
})

test('sorts in either direction and puts unknown values last', () => {
  const rows = [{ at: '2' }, { at: null }, { at: '10' }, { at: '1' }]
  const by = (sort: string) => sortRows(rows, sort, (row) => row.at).map((row) => row.at)
  expect(by('at')).toEqual(['1', '2', '10', null])
  expect(by('-at')).toEqual(['10', '2', '1', null])
})
