import type { Decimal } from './money.ts'

// Apart from money.ts, so that a page which only prints amounts does not load the arithmetic.

/** ISO 4217 currencies whose minor unit does not have two digits. */
const OTHER_DIGITS: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
  ...'CLF UYW'.split(' ').map((code) => [code, 4] as const),
])

/**
 * Returns how many decimals the amounts of a currency are written with. The table is here instead of in
 * `Intl` because server and browser must print the same text.
 * @returns the digits of ISO 4217; 0 for a currency that is not an ISO code, so that no digit is invented.
 */
export function currencyDigits(currency: string | null): number {
  if (currency === null || !/^[A-Z]{3}$/.test(currency)) return 0
  return OTHER_DIGITS.get(currency) ?? 2
}

/** Pads an amount to the decimals of its currency. An amount with more decimals keeps all of them. */
export function withCurrencyDigits(amount: Decimal, currency: string | null): Decimal {
  const [integer = '0', decimals = ''] = amount.split('.')
  const digits = decimals.padEnd(currencyDigits(currency), '0')
  return digits === '' ? integer : `${integer}.${digits}`
}
