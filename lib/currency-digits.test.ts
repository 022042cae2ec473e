import { expect, test } from 'vitest'
import { currencyDigits } from './currency-digits.ts'

test('uses the ISO 4217 digits for every currency in use that this runtime knows', () => {
  const digitsOf = (currency: string) =>
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits
  const inUse = [
    'NGN',
    'KES',
    'UGX',
    'TND',
    'RWF',
    'XOF',
    'XAF',
    'BHD',
    'KWD',
    'JPY',
    'GNF',
    'DJF',
    'AUD',
    'GHS',
  ]
  for (const code of inUse) expect([code, currencyDigits(code)]).toEqual([code, digitsOf(code)])
  for (const other of ['USDC', '₦', 'Naira', null]) expect(currencyDigits(other)).toBe(0)
})
