import { expect, test } from 'vitest'
import { createFormat } from '#lib/format.ts'
import { english } from '#lib/server/words/words.ts'
import { readLocaleRules } from '#lib/words/locale-rules.ts'
import { sumFigures } from './figures.ts'
import {
  printChange,
  printExactly,
  printLeftOut,
  printRate,
  printShare,
  printShortly,
} from './print-figure.ts'
import { figuresOf } from './testing.ts'

const format = createFormat(readLocaleRules('en-GB'), 'Africa/Lagos')
const t = english('figures')
const nothing = sumFigures([], 'NGN')

test('prints nothing billed as 0 without a rate, and days that are not mirrored as unknown', () => {
  const known = { figures: nothing, isIncomplete: false }
  const missing = { figures: nothing, isIncomplete: true }
  expect(printShortly('billed', known, format)).toBe('NGN\u00a00.00')
  expect(printExactly('rate', known, format, t)).toBe('— (nothing was billed)')
  expect(printShortly('billed', missing, format)).toBe('—')
  expect(printExactly('billed', missing, format, t)).toBe('— (not synced yet)')
})

test('keeps every digit in the exact figure', () => {
  const figures = figuresOf('NGN', { PAYMENT_COMPLETE: '378812345678901234.505', PENDING: '1' })
  expect(printExactly('collected', { figures, isIncomplete: true }, format, t)).toBe(
    'NGN\u00a0378,812,345,678,901,234.505',
  )
})

test('says why a rate is missing', () => {
  const exactly = (...amounts: Parameters<typeof figuresOf>) =>
    printExactly('rate', { figures: figuresOf(...amounts), isIncomplete: false }, format, t)
  expect(exactly('NGN', { PAYMENT_COMPLETE: '-150', PAYMENT_FAILED: '50' })).toBe(
    '— (the billed amount is zero or less)',
  )
  expect(exactly('NGN', { PAYMENT_COMPLETE: '150', PAYMENT_FAILED: '-50' })).toBe(
    '— (credits make the collected amount negative or larger than billed)',
  )
})

test('prints a rate as an interval until it is settled', () => {
  expect(printRate({ rate: 0.851, reachable: 0.963 }, format)).toBe('85.1–96.3%')
  expect(printRate({ rate: 0.851, reachable: 0.856 }, format)).toBe('85.1%')
  expect(printRate({ rate: 0.851, reachable: 0.857 }, format)).toBe('85.1–85.7%')
  expect(printRate({ rate: null, reachable: null }, format)).toBe('—')
  expect(printShare({ part: '0', reachable: '1000', billed: '1000' }, format)).toBe('0.0–100.0%')
})

test('never rounds the share left out to nothing or to all', () => {
  expect(printLeftOut(0, format, t)).toBeNull()
  expect(printLeftOut(0.6, format, t)).toBe('60.0% excluded')
  expect(printLeftOut(0.0004, format, t)).toBe('under 0.1% excluded')
  expect(printLeftOut(0.9996, format, t)).toBe('over 99.9% excluded')
  expect(printLeftOut(1, format, t)).toBe('100.0% excluded')
})

test('prints a change beyond a thousandfold as more than that', () => {
  expect(printChange(999.9, format)).toBe('+99,990.0%')
  expect(printChange(1e30, format)).toBe('>+100,000.0%')
  expect(printChange(-1e30, format)).toBe('>−100,000.0%')
})
