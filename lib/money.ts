import Big from 'big.js'

/** Most digits before and after the point that a mirrored amount may have; beyond it the amount is unknown. */
const MAX_INTEGER_DIGITS = 24
const MAX_DECIMALS = 9

/** An exact decimal in plain notation, e.g. `"-125000.00"`: no exponent, no separators, scale as received. */
export type Decimal = string

export type MoneyReading = { amount: Decimal; issue: null } | { amount: null; issue: string }

const NUMBER = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/

/**
 * Reads an upstream amount: a decimal string, a number, or either with an exponent.
 * Out: the exact decimal with the scale it was written with, or `null` with the reason it stays unknown.
 * Never throws; null, blank text, words, separators, NaN and oversized values are unknown, not zero.
 */
export function readMoney(value: unknown): MoneyReading {
  if (value === null || value === undefined) return { amount: null, issue: 'missing' }
  if (typeof value !== 'string' && typeof value !== 'number') return { amount: null, issue: 'not a number' }
  const text = String(value).trim()
  if (text === '') return { amount: null, issue: 'blank' }
  const match = NUMBER.exec(text)
  if (!match) return { amount: null, issue: 'not a number' }
  const plain = match[4] === undefined ? normalise(match) : expand(text)
  const [integer = '', decimals = ''] = plain.replace('-', '').split('.')
  if (integer.length > MAX_INTEGER_DIGITS) return { amount: null, issue: 'too large' }
  if (decimals.length > MAX_DECIMALS) return { amount: null, issue: 'too many decimals' }
  return { amount: plain, issue: null }
}

/** True where a value was given that is no amount; a missing or blank one is only unknown. */
export function isUnreadableMoney({ issue }: MoneyReading): boolean {
  return issue !== null && issue !== 'missing' && issue !== 'blank'
}

function normalise(match: RegExpExecArray): Decimal {
  const [, sign, integer = '0', decimals] = match
  const digits = integer.replace(/^0+(?=\d)/, '')
  const plain = decimals === undefined ? digits : `${digits}.${decimals}`
  return sign === '-' && /[1-9]/.test(plain) ? `-${plain}` : plain
}

function expand(text: string): Decimal {
  return new Big(text).toFixed()
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
