import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toCsv } from './csv.ts'

test('numbers stay numbers, negative ones and long ones too', () => {
  expect(toCsv([[1, '-125000.00', '123456789012345678901234.5']])).toBe(
    '\ufeff1,-125000.00,123456789012345678901234.5\r\n',
  )
})

test.each(['=HYPERLINK("x")', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '＝1', ' =1', '\u0000=1'])(
  'text that a spreadsheet would run is kept from running: %j',
  (text) => {
    const cell = toCsv([[text]]).slice(1, -2)
    expect(cell.replace(/^"/, '').startsWith("'")).toBe(true)
  },
)

test('an unknown value is an empty cell, never 0', () => {
  expect(toCsv([['a', null, 'b']])).toBe('\ufeffa,,b\r\n')
})

test('what is written reads back cell by cell', () => {
  const cell = fc
    .string({ unit: 'binary' })
    .filter((text) => !/[\s\p{Cc}=+\-@＝＋－＠]/u.test(text.slice(0, 1)))
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
      expect(readCsv(toCsv(rows))).toEqual(rows)
    }),
  )
})

function readCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain = '', end] of text
    .slice(1, -2)
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '') break
    if (end === '\r\n') rows.push([])
  }
  return rows
}
