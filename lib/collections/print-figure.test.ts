import { expect, test } from 'vitest'
import { createFormat } from '#lib/format.ts'
import { readLocaleRules } from '#lib/locale.ts'
import { sumFigures } from './figures.ts'
import { printExactly, printShortly } from './print-figure.ts'
import { figuresOf } from './testing.ts'

const format = createFormat(readLocaleRules('en-GB'), 'Africa/Lagos')
const nothing = sumFigures([], 'NGN')

test('nothing billed is 0 and has no rate; days that are not mirrored are unknown, never 0', () => {
  const known = { figures: nothing, isIncomplete: false }
  const missing = { figures: nothing, isIncomplete: true }
  expect(printShortly('billed', known, format)).toBe('NGN\u00a00.00')
  expect(printExactly('rate', known, format)).toBe('— (nothing was billed)')
  expect(printShortly('billed', missing, format)).toBe('—')
  expect(printExactly('billed', missing, format)).toBe('— (these days are not mirrored)')
})

test('the exact figure keeps every digit', () => {
  const figures = figuresOf('NGN', { PAYMENT_COMPLETE: '378812345678901234.505', PENDING: '1' })
  expect(printExactly('collected', { figures, isIncomplete: true }, format)).toBe(
    'NGN\u00a0378,812,345,678,901,234.505',
  )
})
