import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { BUGS } from './bugs.ts'

test.each(BUGS)('the place for the planted bug "$name" stands once in $file', ({ file, find, put }) => {
  const source = readFileSync(path.resolve(import.meta.dirname, '..', file), 'utf8')
  expect(source.split(find)).toHaveLength(2)
  expect(put).not.toBe(find)
})
