import Big from 'big.js'

/** Most digits before the point, and after it, of a mirrored amount: far beyond any money, and short enough for an index. */
const MAX_DIGITS = 40

/** An exact decimal in plain notation, e.g. `"-125000.00"`: no exponent, no separators, scale as received. */
export type Decimal = string

export type MoneyReading = { amount: Decimal; issue: null } | { amount: null; issue: string }

const NUMBER = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d{1,3}))?$/
/** Longer texts are no amounts, whatever they hold. */
const MAX_LENGTH = 200

/**
 * Reads an upstream amount: a decimal string or a number, with or without an exponent, such as `125000.00`, `125.`, `.5`
 * and `1.25e3`. Never guesses: `1,234` is unknown.
 * @returns the exact decimal with the scale it was written with, at most 40 digits on each side of the point; or null with
 * the reason. Null, blank text, words, separators, NaN and oversized values are unknown, never zero.
 */
export function readMoney(value: unknown): MoneyReading {
  if (value === null || value === undefined) return { amount: null, issue: 'missing' }
  if (typeof value !== 'string' && typeof value !== 'number') return { amount: null, issue: 'not a number' }
  const text = String(value).trim().replace('\u2212', '-')
  if (text === '') return { amount: null, issue: 'blank' }
  const match = text.length > MAX_LENGTH ? null : NUMBER.exec(text)
  if (!match) return { amount: null, issue: 'not a number' }
  const [, sign = '', integer = '0', decimals = match[4] ?? '', , exponent] = match
  const plain =
    exponent === undefined ? normalise(sign, integer, decimals) : expand(sign, integer, decimals, exponent)
  const [whole = '', fraction = ''] = plain.replace('-', '').split('.')
  if (whole.length > MAX_DIGITS) return { amount: null, issue: 'too large' }
  if (fraction.length > MAX_DIGITS) return { amount: null, issue: 'too many decimals' }
  return { amount: plain, issue: null }
}

/** True where a value was given that is no amount; a missing or blank one is only unknown. */
export function isUnreadableMoney({ issue }: MoneyReading): boolean {
  return issue !== null && issue !== 'missing' && issue !== 'blank'
}

function normalise(sign: string, integer: string, decimals: string): Decimal {
  const digits = integer.replace(/^0+(?=\d)/, '')
  const plain = decimals === '' ? digits : `${digits}.${decimals}`
  return sign === '-' && /[1-9]/.test(plain) ? `-${plain}` : plain
}

function expand(sign: string, integer: string, decimals: string, exponent: string): Decimal {
  return new Big(`${sign === '-' ? '-' : ''}${integer}.${decimals || '0'}e${exponent}`).toFixed()
}

/** Adds exact decimals of one currency. Out: plain decimal; the empty sum is "0". */
export function sumMoney(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((sum, amount) => sum.plus(amount), new Big(0)).toFixed()
}

/** a − b, exact. */
export function subtractMoney(a: Decimal, b: Decimal): Decimal {
  return new Big(a).minus(b).toFixed()
}

/** Compares two exact decimals: -1, 0 or 1. */
export function compareMoney(a: Decimal, b: Decimal): -1 | 0 | 1 {
  return new Big(a).cmp(b)
}

/**
 * collected ÷ billed of the same periods and currency, rounded to six places.
 * Out: a number (1 = everything), or `null` when nothing was billed: a rate of nothing is unknown, not 0 or 100 %.
 */
export function collectionRate(collected: Decimal, billed: Decimal): number | null {
  const whole = new Big(billed)
  if (whole.eq(0)) return null
  return Number(new Big(collected).div(whole).round(6).toFixed())
}

/** An approximate number for drawing (bar heights, axis ticks) only; never for a figure that a person reads. */
export function approximate(amount: Decimal): number {
  return Number(amount)
}

/** Currencies of ISO 4217 whose minor unit has other than two digits. */
const OTHER_DIGITS: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
  ...'CLF UYW'.split(' ').map((code) => [code, 4] as const),
])

/**
 * Digits after the point that amounts of a currency are written with. Stated here, not asked of `Intl`, because server and
 * browser must print the same text.
 * @returns the digits of ISO 4217; 0 for a currency that is no ISO code, so that no digit is invented.
 */
export function currencyDigits(currency: string | null): number {
  if (currency === null || !/^[A-Z]{3}$/.test(currency)) return 0
  return OTHER_DIGITS.get(currency) ?? 2
}

/** The amount with the digits of its currency, or with its own where those are more: none is lost and none invented. */
export function withCurrencyDigits(amount: Decimal, currency: string | null): Decimal {
  const [integer = '0', decimals = ''] = amount.split('.')
  const digits = decimals.padEnd(currencyDigits(currency), '0')
  return digits === '' ? integer : `${integer}.${digits}`
}
