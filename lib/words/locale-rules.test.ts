import { describe, expect, test } from 'vitest'
import { compactMoney, signedPercent } from '#lib/collections/format-figures.ts'
import { createFormat } from '#lib/format.ts'
import { readLocaleRules } from './locale-rules.ts'

const printer = (...given: Parameters<typeof readLocaleRules>) =>
  createFormat(readLocaleRules(...given), 'Africa/Lagos')

describe('English texts', () => {
  test('have English months in a browser of another language, and its separators and order of days', () => {
    const french = printer('fr-SN', 'en')
    expect(french.weekday('2026-08-19')).toBe('Wed 19 Aug 2026')
    expect(french.dayRange(null, '2026-08-19')).toBe('until 19 Aug 2026')
    expect(french.amount('1234.5', 'XOF').replace(/\s/, ' ')).toBe('1 234,5')
  })

  test.each([
    ['en-GB', '19 Aug 2026', '19 – 25 Aug 2026', 'Wed 19 Aug 2026'],
    ['en-US', 'Aug 19, 2026', 'Aug 19 – 25, 2026', 'Wed Aug 19, 2026'],
  ])('follow the region %s', (tag, day, range, weekday) => {
    const format = printer(tag, 'en')
    expect(format.day('2026-08-19')).toBe(day)
    expect(format.dayRange('2026-08-19', '2026-08-25')).toBe(range)
    expect(format.weekday('2026-08-19')).toBe(weekday)
  })
})

describe('pseudo-languages', () => {
  test('disguise the names of months and weekdays and the words around a day', () => {
    const accented = printer('en-GB', 'en-XA')
    expect(accented.day('2026-05-19')).toBe('19 Máý l 2026')
    expect(accented.dayRange('2026-05-19', null)).toMatch(/^fróm \p{L}+.* 19 Máý l 2026$/u)
    const mirrored = printer('en-GB', 'en-XB')
    expect(mirrored.weekday('2026-05-19')).toMatch(/^\p{Script=Arabic}{3} 19 \p{Script=Arabic}{3} 2026$/u)
  })

  test('mark signs and shares where the language runs from right to left, and nowhere else', () => {
    const mirrored = printer('en-GB', 'en-XB')
    expect(mirrored.percent(0.912)).toBe('\u200e91.2%')
    expect(mirrored.amount('-5', 'UGX')).toBe('\u200e−5')
    expect(mirrored.amount('5', 'UGX')).toBe('5')
    expect(signedPercent(0.081, mirrored)).toBe('\u200e+8.1%')
    expect(compactMoney(`-${'9'.repeat(40)}`, null, mirrored)).toMatch(/^\u200e−1\.0/)
    expect(printer('ar-EG', 'en').percent(-0.5)).toMatch(/^−50/)
  })

  test('keep the order of the browser’s region', () => {
    expect(printer('en-US', 'en-XA').day('2026-05-19')).toBe('Máý l 19, 2026')
  })
})

test('fills a slot with any text, special characters of replacements included', () => {
  const rules = readLocaleRules('en-GB')
  const odd = createFormat({ ...rules, months: rules.months.map(() => '$& {day}') }, 'UTC')
  expect(odd.day('2026-05-19')).toBe('19 $& {day} 2026')
})
