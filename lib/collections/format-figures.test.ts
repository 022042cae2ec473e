import { describe, expect, test } from 'vitest'
import { createFormat } from '#lib/format.ts'
import { readLocaleRules } from '#lib/words/locale-rules.ts'
import { compactMoney, signedPercent, signedPoints } from './format-figures.ts'

const british = createFormat(readLocaleRules('en-GB'), 'Africa/Lagos')

/** Replaces non-breaking spaces with plain ones, for readable expectations. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')

describe('compact money', () => {
  test.each([
    ['0', '0.0'],
    ['0.04', '0.0'],
    ['999.94', '999.9'],
    ['999.95', '1.0 k'],
    ['412600000', '412.6 M'],
    ['999949999', '999.9 M'],
    ['999950000', '1.0 bn'],
    ['-33800000', '−33.8 M'],
    ['-0.01', '0.0'],
    ['1234567890123456', '1,234.6 tn'],
    ['999999999999999999', '1,000,000.0 tn'],
    ['1234567890123456789', '1.2 × 10¹⁸'],
    ['-99612345678901234567890', '−1.0 × 10²³'],
    ['9'.repeat(40), '1.0 × 10⁴⁰'],
  ])('prints %s as %s', (amount, text) => {
    expect(plain(compactMoney(amount, null, british))).toBe(text)
  })
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
