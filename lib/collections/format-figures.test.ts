import { describe, expect, test } from 'vitest'
import { createFormat } from '#lib/format.ts'
import { readLocaleRules } from '#lib/words/locale-rules.ts'
import { compactAmount, compactMoney, printTicks, signedPercent, signedPoints } from './format-figures.ts'

const british = createFormat(readLocaleRules('en-GB'), 'Africa/Lagos')

/** Replaces non-breaking spaces with plain ones, for readable expectations. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')

describe('compact money', () => {
  test.each([
    ['0', '0.00'],
    ['0.04', '0.04'],
    ['49.37', '49.37'],
    ['999.999', '999.999'],
    ['1000', '1.0 k'],
    ['1234.5', '1.2 k'],
    ['412600000', '412.6 M'],
    ['999949999', '999.9 M'],
    ['999950000', '1.0 bn'],
    ['-33800000', '−33.8 M'],
    ['-0.01', '−0.01'],
    ['1234567890123456', '1,234.6 tn'],
    ['999999999999999999', '1,000,000.0 tn'],
    ['1234567890123456789', '1.2 × 10¹⁸'],
    ['-99612345678901234567890', '−1.0 × 10²³'],
    ['9'.repeat(40), '1.0 × 10⁴⁰'],
  ])('prints %s as %s', (amount, text) => {
    expect(plain(compactMoney(amount, 'NGN', british))).toBe(`NGN ${text}`)
  })
})

test('writes small amounts with the digits of their currency', () => {
  expect(plain(compactMoney('7', 'UGX', british))).toBe('UGX 7')
  expect(compactAmount('7', 'KES', british)).toBe('7.00')
  expect(compactAmount('7', null, british)).toBe('7')
  expect(compactAmount(`0.${'3'.repeat(40)}`, 'KES', british)).toBe('0.333333')
})

test('prints differences with a sign, and no difference as ±0', () => {
  expect(plain(signedPoints(-0.01, british))).toBe('−1.0 pt')
  expect(signedPercent(0.081, british)).toBe('+8.1%')
  expect(signedPercent(0.0001, british)).toBe('±0.0%')
  expect(signedPercent(999.9, british)).toBe('+99,990.0%')
})

test('names thousands and points in the language of the texts, and writes the number as the reader does', () => {
  const accented = createFormat(readLocaleRules('de-DE', 'en-XA'), 'Africa/Lagos')
  expect(plain(compactMoney('412600000', 'NGN', accented))).toBe('NGN 412,6 M l')
  expect(plain(signedPoints(-0.01, accented))).toBe('−1,0 pt l')
})

test('prints the ticks of an axis in one unit, with the decimals that tell them apart', () => {
  const print = (...ticks: number[]) =>
    printTicks(ticks, british).map((text) => text.replaceAll('\u00a0', ' '))
  expect(print(0, 0.02, 0.04, 0.06)).toEqual(['0', '0.02', '0.04', '0.06'])
  expect(print(0, 0.1, 0.2, 0.1 * 3)).toEqual(['0', '0.1', '0.2', '0.3'])
  expect(print(0, 250, 500, 1250)).toEqual(['0', '0.25 k', '0.50 k', '1.25 k'])
  expect(print(-50, 0, 50)).toEqual(['−50', '0', '50'])
  expect(print(0, 20e6, 60e6)).toEqual(['0', '20 M', '60 M'])
  expect(print(0, 5e17, 1e18)).toEqual(['0', '5.0 × 10¹⁷', '1.0 × 10¹⁸'])
  expect(print(0, 1e24, 2e24)).toEqual(['0', '1.0 × 10²⁴', '2.0 × 10²⁴'])
})
