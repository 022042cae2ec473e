import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { BUGS } from './bugs.ts'
import { spoilt } from './plant.ts'

test.each(BUGS)('finds the place of the planted bug "$name" in $file', (bug) => {
  const source = readFileSync(path.resolve(import.meta.dirname, '../../server/sync', bug.file), 'utf8')
  expect(spoilt(source, bug)).not.toBe(source)
})

test('refuses a planted bug whose place is missing or not unique', () => {
  const bug = { name: 'more', file: 'any.ts', find: 'a < b', put: 'a > b' }
  expect(() => spoilt('if (a <= b)', bug)).toThrow('"more": its place in any.ts is not there, or not once')
  expect(() => spoilt('a < b; a < b', bug)).toThrow('not once')
})

test('gives every planted bug a unique name', () => {
  expect(new Set(BUGS.map(({ name }) => name)).size).toBe(BUGS.length)
})
