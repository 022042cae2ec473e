import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toCsv } from './csv.ts'

test('keeps numbers as numbers, including negative and very long ones', () => {
  expect(toCsv([[1, '-125000.00', '123456789012345678901234.5']])).toBe(
    '\ufeff1,-125000.00,123456789012345678901234.5\r\n',
  )
})

test.each(['=HYPERLINK("x")', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '＝1', ' =1', '\u0000=1'])(
  'stops a spreadsheet from running text as a formula: %j',
  (text) => {
    const cell = toCsv([[text]]).slice(1, -2)
    expect(cell.replace(/^"/, '').startsWith("'")).toBe(true)
  },
)

test('writes an unknown value as an empty cell, never as 0', () => {
  expect(toCsv([['a', null, 'b']])).toBe('\ufeffa,,b\r\n')
})

test.each([
  ['x;=1+1;y', `"x;'=1+1;y"`],
  ['x\t=1+1', `"x\t'=1+1"`],
  ['x,@SUM(A1)', `"x,'@SUM(A1)"`],
  ['x; "=1+1"', `"x;' ""=1+1"""`],
  ['x\n＝1', `"x\n'＝1"`],
  ['a;b', '"a;b"'],
])('keeps text whole and inert in a spreadsheet that uses another separator: %j', (text, cell) => {
  expect(toCsv([['1', text]])).toBe(`\ufeff1,${cell}\r\n`)
})

test('starts no part of a line with a formula, whichever separator splits the line', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom(...'=+-@;,\t|"\n a1') }), { minLength: 1 }),
      (row) => {
        const line = toCsv([row]).slice(1, -2)
        for (const mark of [';', '\t', '|', '\n']) {
          for (const part of line.split(mark)) expect(part).not.toMatch(/^\s*"?\s*[=@]/)
        }
      },
    ),
  )
})

test('reads every written cell back unchanged', () => {
  const cell = fc
    .string({ unit: 'binary' })
    .filter((text) => !/(?:^|[,;\t|\r\n])[\s\p{Cc}"']*[=+\-@＝＋－＠]/u.test(text))
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
