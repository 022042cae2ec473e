import 'server-only'

/** Converts whole hundredths to a decimal with two places, e.g. 12500000 to "125000.00". */
export function decimalOf(hundredths: number): string {
  const digits = String(Math.abs(hundredths)).padStart(3, '0')
  return `${hundredths < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Price of one hectare in hundredths by currency, before the season's and the contract's factors. */
export const HECTARE_PRICES: Record<string, number> = {
  NGN: 2_850_000,
  KES: 420_000,
  UGX: 9_800_000,
  GHS: 31_000,
}

const PER_DOLLAR: Record<string, number> = { NGN: 1470, KES: 129.2, UGX: 3680, GHS: 12.4 }

/** Converts to dollars in hundredths, at a rate that drifts a few percent over the years. */
export function dollarsOf(hundredths: number, currency: string, weekNumber: number): number {
  const rate = (PER_DOLLAR[currency] ?? 1) * (1 + 0.05 * Math.sin(weekNumber / 17))
  return Math.round(hundredths / rate)
}
