import { expect, test } from 'vitest'
import { english } from '#lib/server/words/words.ts'
import { packComment } from './pack.ts'
import { describePack } from './pack-result.ts'

test.each([
  [193, 200, 'Saved 193 of 200 files. 7 missing: see _errors.csv.'],
  [3, 3, 'Saved 3 of 3 files.'],
  [0, 1, 'Saved 0 of 1 files. 1 missing: see _errors.csv.'],
])('F32: describes a pack of %i of %i files', (files, invoices, words) => {
  expect(describePack(packComment({ files, invoices }), english('invoices'))).toBe(words)
})

test.each([null, '', '193 of 200', '-1 of 2 files', '1 of 2 files and more'])(
  'rejects a ZIP that ends with %j as incomplete',
  (comment) => {
    expect(() => describePack(comment, english('invoices'))).toThrow('was incomplete')
  },
)
