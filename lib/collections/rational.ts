import type { Decimal } from '#lib/money.ts'

/** An exact fraction of two whole numbers. The denominator is positive. */
export type Rational = { readonly top: bigint; readonly bottom: bigint }

/** The fraction of a decimal. */
export function rational(decimal: Decimal): Rational {
  const [whole = '', part = ''] = decimal.split('.')
  return { top: BigInt(whole + part), bottom: 10n ** BigInt(part.length) }
}

export const ZERO: Rational = { top: 0n, bottom: 1n }

/** Returns a + b, in lowest terms. */
export function plus(a: Rational, b: Rational): Rational {
  return reduced(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom)
}

/** Returns a − b, in lowest terms. */
export function minus(a: Rational, b: Rational): Rational {
  return plus(a, { top: -b.top, bottom: b.bottom })
}

/** Returns a × b, in lowest terms. */
export function times(a: Rational, b: Rational): Rational {
  return reduced(a.top * b.top, a.bottom * b.bottom)
}

/** Returns a ÷ b, in lowest terms. `b` must not be 0. */
export function over(a: Rational, b: Rational): Rational {
  const sign = b.top < 0n ? -1n : 1n
  return reduced(a.top * b.bottom * sign, a.bottom * b.top * sign)
}

/** Returns (a + b) ÷ 2. */
export function mean(a: Rational, b: Rational): Rational {
  return times(plus(a, b), { top: 1n, bottom: 2n })
}

function reduced(top: bigint, bottom: bigint): Rational {
  let [a, b] = [top < 0n ? -top : top, bottom]
  while (b !== 0n) [a, b] = [b, a % b]
  return a === 0n ? ZERO : { top: top / a, bottom: bottom / a }
}

/**
 * Rounds fractions to whole multiples of 1 ÷ `steps` so that they add up to their rounded sum: the largest remainders
 * are rounded up.
 */
export function roundTogether(parts: readonly Rational[], steps: bigint): bigint[] {
  const scaled = parts.map((part) => times(part, { top: steps, bottom: 1n }))
  const floors = scaled.map(floor)
  const rests = scaled.map((part, at) => minus(part, { top: floors[at] ?? 0n, bottom: 1n }))
  const sum = scaled.reduce(plus, ZERO)
  const whole = floor(plus(sum, { top: 1n, bottom: 2n }))
  const missing = Number(whole - floors.reduce((all, one) => all + one, 0n))
  const byRest = rests
    .map((rest, at) => ({ rest, at }))
    .toSorted((a, b) => Number(minus(b.rest, a.rest).top > 0n) - Number(minus(b.rest, a.rest).top < 0n) || a.at - b.at)
  const up = new Set(byRest.slice(0, missing).map(({ at }) => at))
  return floors.map((one, at) => (up.has(at) ? one + 1n : one))
}

function floor({ top, bottom }: Rational): bigint {
  const whole = top / bottom
  return top < 0n && whole * bottom !== top ? whole - 1n : whole
}
