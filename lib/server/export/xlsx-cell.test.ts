import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellXml, columnLetters, xmlText } from './xlsx-cell.ts'

const number = (value: string, style: number) => `<c r="A1" s="${style}"><v>${value}</v></c>`
const text = (value: string, style = 0) => `<c r="A1" s="${style}" t="inlineStr"><is><t>${value}</t></is></c>`

/** Amounts with 0, 1, 2 … decimals have the styles 5, 6, 7 … */
const moneyStyle = (amount: string) => 5 + Math.min(15, amount.split('.')[1]?.length ?? 0)

describe('a cell of a spreadsheet', () => {
  test.each(['0.00', '-125000.00', '999999999999999', '0.000000001', '8.6440000000000000', '-0.5'])(
    'writes the amount %s as a number with all its digits',
    (amount) => expect(cellXml('money', 'A1', amount)).toBe(number(amount, moneyStyle(amount))),
  )

  test.each(['1234567890123456', '12345678901234.56', '0.1234567890123456', '1000000000000000'])(
    'writes the amount %s as text, because a spreadsheet would round it',
    (amount) => expect(cellXml('money', 'A1', amount)).toBe(text(amount, 4)),
  )

  test('writes an amount as a number only if a spreadsheet reads exactly that amount', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
        fc.integer({ min: 0, max: 9 }),
        (units, decimals) => {
          const digits = String(units < 0 ? -units : units).padStart(decimals + 1, '0')
          const at = digits.length - decimals
          const amount = `${units < 0 ? '-' : ''}${digits.slice(0, at)}${decimals ? `.${digits.slice(at)}` : ''}`
          const xml = cellXml('money', 'A1', amount)
          if (xml === text(amount, 4)) return
          expect(xml).toBe(number(amount, moneyStyle(amount)))
          // A spreadsheet keeps and shows 15 significant digits of the double that it reads.
          expect(new Big(Number(amount).toPrecision(15)).eq(amount)).toBe(true)
        },
      ),
    )
  })

  test.each([
    ['125000', 'UGX', 5],
    ['125000.50', 'UGX', 7],
    ['12.5', 'TND', 8],
    ['12', 'NGN', 7],
    ['7.125', 'NGN', 8],
    ['7', 'USDC', 5],
    ['7', null, 5],
  ])(
    'shows the amount %s in %s with its currency’s decimals, or its own if there are more',
    (amount, currency, style) => expect(cellXml('money', 'A1', amount, currency)).toBe(number(amount, style)),
  )

  test.each([
    ['day', '1900-03-01', number('61', 2)],
    ['day', '2026-11-22', number('46348', 2)],
    ['day', '9999-12-31', number('2958465', 2)],
    ['day', '1900-02-28', text('1900-02-28')],
    ['day', '…', text('…')],
    ['instant', '2026-11-22T12:00:00.000Z', number('46348.5', 3)],
    ['instant', 'not completely read yet', text('not completely read yet')],
    ['money', 'NaN', text('NaN')],
    ['count', '1204', number('1204', 21)],
    ['count', '-', text('-')],
  ] as const)('writes a %s as a number only if it can be one: %s', (kind, value, xml) =>
    expect(cellXml(kind, 'A1', value)).toBe(xml),
  )

  test('writes no cell for an unknown value', () => expect(cellXml('money', 'A1', null)).toBe(''))

  test.each(['=HYPERLINK("x")', '+cmd', '-2+3', '@SUM(A1)', '-12.50'])('keeps text as text: %s', (value) =>
    expect(cellXml('text', 'A1', value)).toBe(text(value)),
  )

  test('keeps line breaks, and blanks at either end', () => {
    expect(cellXml('text', 'A1', ' a ')).toContain('<t xml:space="preserve"> a </t>')
    expect(xmlText('a\r\nb')).toBe('a_x000D_\nb')
  })

  test('escapes characters that XML cannot hold as ECMA-376 says, and text that looks like an escape', () => {
    expect(xmlText('\u0000\u001f\uffff&<>')).toBe('_x0000__x001F__xFFFF_&amp;&lt;&gt;')
    expect(xmlText('_x000D_ PAYMENT_COMPLETE')).toBe('_x005F_x000D_ PAYMENT_COMPLETE')
  })

  test('cuts text that a cell cannot hold, and marks the cut', () => {
    const cut = cellXml('text', 'A1', 'a'.repeat(40_000))
    expect(cut).toBe(text(`${'a'.repeat(32_766)}…`))
  })

  test('numbers columns beyond Z', () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(columnLetters)).toEqual([
      'A',
      'Z',
      'AA',
      'AZ',
      'BA',
      'ZZ',
      'AAA',
    ])
  })
})
