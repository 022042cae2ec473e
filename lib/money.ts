import Big from 'big.js'
import type { AmountIssue } from './amount-issues.ts'

/**
 * Most digits on each side of the decimal point of a mirrored amount: far above any real amount, and short
 * enough for an index.
 */
const MAX_DIGITS = 40

/** An exact decimal in plain notation, e.g. `"-125000.00"`: no exponent, no separators, scale as received. */
export type Decimal = string

export type MoneyReading = { amount: Decimal; issue: null } | { amount: null; issue: AmountIssue }

const NUMBER = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d{1,3}))?$/
/** A longer text is never read as an amount. */
const MAX_LENGTH = 200

/**
 * Parses an upstream amount: a decimal string or a number, with or without an exponent, such as `125000.00`,
 * `125.`, `.5` and `1.25e3`. Never guesses: `1,234` is unknown.
 * @returns the exact decimal with its original scale and at most 40 digits on each side of the point, or null
 * with the reason. Null, blank text, words, separators, NaN and oversized values are unknown, never zero.
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

/** True if the source gave a value that is not an amount. A missing or blank value is only unknown. */
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

/**
 * Adds exact decimals of one currency.
 * @returns a plain decimal; "0" for an empty list.
 */
export function sumMoney(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((sum, amount) => sum.plus(amount), new Big(0)).toFixed()
}

/** Returns a − b, exactly. */
export function subtractMoney(a: Decimal, b: Decimal): Decimal {
  return new Big(a).minus(b).toFixed()
}

/** Compares two exact decimals: -1, 0 or 1. */
export function compareMoney(a: Decimal, b: Decimal): -1 | 0 | 1 {
  return new Big(a).cmp(b)
}

/**
 * Returns collected ÷ billed for the same periods and currency, rounded to six decimal places.
 * @returns a share where 1 means fully collected, or null when nothing was billed: a rate of nothing is
 * unknown, neither 0 nor 100 %.
 */
export function collectionRate(collected: Decimal, billed: Decimal): number | null {
  const whole = new Big(billed)
  if (whole.eq(0)) return null
  return Number(new Big(collected).div(whole).round(6).toFixed())
}

/** Converts an amount to an approximate number for drawing (bars, ticks), never for a displayed figure. */
export function approximate(amount: Decimal): number {
  return Number(amount)
}
