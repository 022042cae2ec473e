import Big from 'big.js'
import { withCurrencyDigits } from '#lib/currency-digits.ts'
import { type Format, fill, groupDecimal, MINUS, THIN_GAP, withCode } from '#lib/format.ts'
import type { LocaleRules } from '#lib/locale.ts'
import type { Decimal } from '#lib/money.ts'

// Formatting that only figures and charts need. A separate file keeps it out of the first load of the lists.

/** From a million of the largest unit on, an amount is printed as a power of ten. */
const COMPACT_DIGITS = 18
/** More decimals of a small amount are rounded away; the exact amount stands in its title. */
const MOST_DECIMALS = 6
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'

type Rules = Pick<Format, 'rules'>

/**
 * Prints a short amount, e.g. NGN 412.6 M or NGN 1.2 × 10²⁴, rounded half up on the exact digits. An amount below a
 * thousand is written out, e.g. NGN 49.37, to at most six decimals.
 */
export function compactMoney(amount: Decimal, currency: string | null, format: Rules): string {
  return withCode(compactAmount(amount, currency, format), currency)
}

/** Prints a short amount as `compactMoney` does, without its currency code. */
export function compactAmount(amount: Decimal, currency: string | null, { rules }: Rules): string {
  const isSmall = /^-?\d{1,3}(\.|$)/.test(amount)
  if (!isSmall) return compact(amount, rules)
  const isLong = (amount.split('.')[1] ?? '').length > MOST_DECIMALS
  const short = isLong ? new Big(amount).round(MOST_DECIMALS).toFixed() : amount
  return groupDecimal(withCurrencyDigits(short, currency), rules)
}

/**
 * Prints the ticks of an axis: all in the unit of the largest, with as many decimals as tell them apart, e.g. 0, 0.25 k,
 * 0.50 k or 0, 0.01, 0.02.
 * @param ticks finite numbers
 */
export function printTicks(ticks: readonly number[], { rules }: Rules): string[] {
  // Steps such as 0.1 are not exact in binary: 3 × 0.1 is 0.30000000000000004.
  const exact = ticks.map((tick) => new Big(tick.toPrecision(12)))
  const digits = Math.max(...exact.map((tick) => (tick.toFixed(0).replace('-', '') || '0').length))
  if (digits > COMPACT_DIGITS)
    return exact.map((tick) => (tick.eq(0) ? '0' : printPower(tick.toFixed(0), rules)))
  const { compact: units } = rules.units
  const unit = Math.min(units.length, Math.floor((digits - 1) / 3))
  const scaled = exact.map((tick) => tick.div(new Big(1000).pow(unit)))
  const decimals = Math.max(...scaled.map((tick) => tick.toFixed().split('.')[1]?.length ?? 0))
  return scaled.map((tick) => {
    if (tick.eq(0)) return '0'
    const number = groupDecimal(tick.toFixed(decimals), rules)
    return unit === 0 ? number : fill(units[unit - 1] ?? '', { number })
  })
}

/** Prints a difference of two shares in percentage points with its sign, e.g. −1.0 pt. */
export function signedPoints(difference: number, { rules }: Rules, decimals = 1): string {
  return fill(rules.units.points, { number: withSign(difference, rules, decimals) })
}

/** Prints a relative change with its sign, e.g. 0.081 is +8.1%. */
export function signedPercent(share: number, { rules }: Rules): string {
  return `${withSign(share, rules)}${rules.percentGap}%`
}

function withSign(share: number, rules: LocaleRules, decimals = 1): string {
  const text = (Math.abs(share) * 100).toFixed(decimals)
  const sign = Number(text) === 0 ? '±' : share < 0 ? MINUS : '+'
  return rules.signMark + sign + groupDecimal(text, rules)
}

function compact(amount: Decimal, rules: LocaleRules): string {
  const isNegative = amount.startsWith('-')
  const [integer = '0', decimals = ''] = amount.replace('-', '').split('.')
  const tenths = (unit: number) => {
    const scaled = BigInt(integer) * 10n + BigInt(decimals.slice(0, 1) || '0')
    const divisor = 1000n ** BigInt(unit)
    return unit === 0 && /[5-9]/.test(decimals.slice(1, 2)) ? scaled + 1n : (scaled + divisor / 2n) / divisor
  }
  if (integer.length > COMPACT_DIGITS) return printPower(amount, rules)
  const { compact: units } = rules.units
  let unit = 0
  while (unit < units.length && tenths(unit) >= 10_000n) unit += 1
  const digits = String(tenths(unit))
  const sign = isNegative && digits !== '0' ? rules.signMark + MINUS : ''
  const number = sign + groupDecimal(`${digits.slice(0, -1) || '0'}.${digits.slice(-1)}`, rules)
  return unit === 0 ? number : fill(units[unit - 1] ?? '', { number })
}

/** Prints an integer as a power of ten, e.g. 1.2 × 10²⁴. */
function printPower(amount: Decimal, rules: LocaleRules): string {
  const [integer = '0'] = amount.replace('-', '').split('.')
  return `${rules.signMark}${amount.startsWith('-') ? MINUS : ''}${powerOfTen(integer, rules)}`
}

function powerOfTen(integer: string, rules: LocaleRules): string {
  const rounded = String((BigInt(integer.slice(0, 3)) + 5n) / 10n)
  // 9.96 rounds to 10.0, which is 1.0 of the next power.
  const exponent = String(integer.length - 1 + (rounded.length - 2))
  const raised = [...exponent].map((digit) => SUPERSCRIPTS[Number(digit)]).join('')
  return `${rounded[0]}${rules.decimal}${rounded[1]}${THIN_GAP}×${THIN_GAP}10${raised}`
}
