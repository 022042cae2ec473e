import type { Decimal } from '#lib/money.ts'

/** An exact fraction of two whole numbers, not necessarily in lowest terms. The denominator is positive. */
export type Rational = { readonly top: bigint; readonly bottom: bigint }

export const ZERO: Rational = { top: 0n, bottom: 1n }

/** The fraction of a decimal. */
export function rational(decimal: Decimal): Rational {
  const [whole = '', part = ''] = decimal.split('.')
  return { top: BigInt(whole + part), bottom: 10n ** BigInt(part.length) }
}

/** Returns a + b. Where one denominator divides the other, as among decimals, the result has the larger one. */
export function plus(a: Rational, b: Rational): Rational {
  if (a.bottom % b.bottom === 0n) return { top: a.top + b.top * (a.bottom / b.bottom), bottom: a.bottom }
  if (b.bottom % a.bottom === 0n) return { top: b.top + a.top * (b.bottom / a.bottom), bottom: b.bottom }
  return { top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom }
}

/** Returns a − b. */
export function minus(a: Rational, b: Rational): Rational {
  return plus(a, { top: -b.top, bottom: b.bottom })
}

/** Returns a × b. */
export function times(a: Rational, b: Rational): Rational {
  return { top: a.top * b.top, bottom: a.bottom * b.bottom }
}

/** Returns a ÷ b. `b` must not be 0. */
export function over(a: Rational, b: Rational): Rational {
  const sign = b.top < 0n ? -1n : 1n
  return { top: a.top * b.bottom * sign, bottom: a.bottom * b.top * sign }
}

/** Returns (a + b) ÷ 2. */
export function mean(a: Rational, b: Rational): Rational {
  return times(plus(a, b), { top: 1n, bottom: 2n })
}

/** True if a and b are the same number. */
export function isSame(a: Rational, b: Rational): boolean {
  return a.top * b.bottom === b.top * a.bottom
}

/**
 * Rounds fractions to whole multiples of 1 ÷ `steps` so that they add up to their rounded sum: the largest remainders
 * are rounded up.
 * @param sum what the fractions add up to exactly
 */
export function roundTogether(parts: readonly Rational[], sum: Rational, steps: bigint): bigint[] {
  const floors = parts.map(({ top, bottom }) => floor(top * steps, bottom))
  const whole = floor(2n * sum.top * steps + sum.bottom, 2n * sum.bottom)
  const missing = Number(whole - floors.reduce((all, one) => all + one, 0n))
  const byRest = parts
    .map(({ top, bottom }, at) => ({ rest: top * steps - (floors[at] ?? 0n) * bottom, bottom, at }))
    .toSorted((a, b) => Number(sign(b.rest * a.bottom - a.rest * b.bottom)) || a.at - b.at)
  const up = new Set(byRest.slice(0, missing).map(({ at }) => at))
  return floors.map((one, at) => (up.has(at) ? one + 1n : one))
}

function sign(number: bigint): -1 | 0 | 1 {
  return number > 0n ? 1 : number < 0n ? -1 : 0
}

/** The largest whole number that is at most top ÷ bottom. */
function floor(top: bigint, bottom: bigint): bigint {
  const whole = top / bottom
  return top < 0n && whole * bottom !== top ? whole - 1n : whole
}
