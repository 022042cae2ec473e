import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readLocaleRules } from '#lib/words/locale-rules.ts'
import { createFormat } from './format.ts'

const british = createFormat(readLocaleRules('en-GB'), 'Africa/Lagos')
const american = createFormat(readLocaleRules('en-US,en;q=0.9'), 'Africa/Nairobi')
const german = createFormat(readLocaleRules('de-DE'), 'Europe/Berlin')
const indian = createFormat(readLocaleRules('en-IN'), 'Asia/Kolkata')

/** Replaces non-breaking spaces with plain ones, for readable expectations. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')

describe('money', () => {
  test('puts the code first and shows the decimals of the currency, or of the value if those are more', () => {
    expect(plain(british.money('125000', 'NGN'))).toBe('NGN 125,000.00')
    expect(plain(british.money('0.123456789', 'KES'))).toBe('KES 0.123456789')
    expect(plain(british.money('125000', 'UGX'))).toBe('UGX 125,000')
    expect(plain(british.money('0', 'RWF'))).toBe('RWF 0')
    expect(plain(british.money('125000.50', 'UGX'))).toBe('UGX 125,000.50')
    expect(plain(british.money('12.5', 'TND'))).toBe('TND 12.500')
    expect(plain(british.money('12.5', 'CLF'))).toBe('CLF 12.5000')
    expect(plain(british.money('123456789012345678901234.5', 'UGX'))).toBe(
      'UGX 123,456,789,012,345,678,901,234.5',
    )
  })

  test('adds no decimals for an unknown currency or a currency without an ISO code', () => {
    expect(british.money('7', null)).toBe('7')
    expect(plain(british.money('7.10', 'USDC'))).toBe('USDC 7.10')
    expect(plain(british.money('7', '₦'))).toBe('₦ 7')
  })

  test('shows a true minus sign', () => {
    expect(british.amount('-1234.5', 'NGN')).toBe('−1,234.50')
  })

  test('uses the separators and grouping of the reader', () => {
    expect(german.amount('1234567.89', 'EUR')).toBe('1.234.567,89')
    expect(indian.amount('1234567.89', 'INR')).toBe('12,34,567.89')
  })

  test('keeps every digit of any amount', () => {
    const amounts = fc.tuple(
      fc.bigInt({ min: -(10n ** 23n), max: 10n ** 23n }),
      fc.stringMatching(/^\d{2,9}$/),
    )
    fc.assert(
      fc.property(amounts, ([whole, decimals]) => {
        const text = `${whole}.${decimals}`
        expect(british.amount(text, 'NGN').replaceAll(',', '').replace('−', '-')).toBe(text)
      }),
    )
  })
})

describe('shares', () => {
  test('shows a rate with one decimal and an unknown rate as a dash', () => {
    expect(british.percent(0.918)).toBe('91.8%')
    expect(british.percent(-0.00001)).toBe('0.0%')
    expect(british.percent(null)).toBe('—')
    expect(plain(german.percent(0.918))).toBe('91,8 %')
  })
})

describe('days', () => {
  test.each([
    ['2026-05-19', '2026-05-25', '19 – 25 May 2026'],
    ['2026-05-25', '2026-06-07', '25 May – 7 Jun 2026'],
    ['2025-12-29', '2026-01-04', '29 Dec 2025 – 4 Jan 2026'],
    ['2026-05-19', '2026-05-19', '19 May 2026'],
    ['2026-05-19', null, 'from 19 May 2026'],
    [null, '2026-05-19', 'until 19 May 2026'],
    [null, null, '—'],
  ])('prints %s to %s as %s', (from, to, text) => {
    expect(british.dayRange(from, to)).toBe(text)
  })

  test('puts the month first for an American reader', () => {
    expect(american.day('2026-05-19')).toBe('May 19, 2026')
    expect(american.dayRange('2026-05-19', '2026-05-25')).toBe('May 19 – 25, 2026')
  })
})

describe('instants', () => {
  test('shows an instant in the business time zone and names the zone', () => {
    expect(british.instant('2026-05-19T23:02:00Z')).toBe('20 May 2026, 00:02 WAT')
    expect(german.instant('2026-07-01T10:00:00Z')).toBe('1 Jul 2026, 12:00 UTC+2')
    expect(german.instant('2026-01-01T10:00:00Z')).toBe('1 Jan 2026, 11:00 UTC+1')
    expect(indian.instant('2026-01-01T10:00:00Z')).toBe('1 Jan 2026, 15:30 UTC+5:30')
  })

  test('names the day of a range once, and both days when the range crosses midnight', () => {
    expect(british.instantRange('2026-05-20T05:00:00Z', '2026-05-20T05:02:00Z')).toBe(
      '20 May 2026, 06:00 – 06:02 WAT',
    )
    expect(british.instantRange('2026-05-20T22:59:00Z', '2026-05-20T23:01:00Z')).toBe(
      '20 May 2026, 23:59 – 21 May 2026, 00:01 WAT',
    )
    expect(british.instantRange('2026-05-20T05:00:05Z', '2026-05-20T05:00:50Z')).toBe(
      '20 May 2026, 06:00 WAT',
    )
  })
})
