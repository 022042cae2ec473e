import { type Format, groupDecimal } from '#lib/format.ts'
import type { Decimal } from '#lib/money.ts'

/** Prints a target, e.g. 85%. */
export function printTarget(percent: Decimal, { rules }: Pick<Format, 'rules'>): string {
  return `${rules.signMark}${groupDecimal(percent, rules)}${rules.percentGap}%`
}
