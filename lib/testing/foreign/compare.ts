import Big from 'big.js'
import type { SpelledRecord } from './records.ts'
import type { Spelled } from './spelled.ts'

/** One row of the source as the product shows it. */
export type Shown = {
  id: string
  day: string | null
  amount: string | null
  currency: string | null
  /** Further fields by their documented names. */
  others: Readonly<Record<string, string | null>>
}

/** Counts checks and collects failures. */
export class Findings {
  checks = 0
  readonly faults: string[] = []

  expect(isRight: boolean, what: string): void {
    this.checks += 1
    if (!isRight) this.faults.push(what)
  }
}

/** True for a given value that the product shows as unknown. */
export function isLeftOut(spelled: Spelled | undefined, shown: string | null): boolean {
  return spelled !== undefined && spelled.rule !== 'none' && shown === null
}

/** Checks one shown value against what the source meant by its spelling. */
export function checkValue(
  findings: Findings,
  what: string,
  spelled: Spelled | undefined,
  shown: string | null,
  isEqual: (truth: string, shown: string) => boolean,
): void {
  if (spelled === undefined) return
  const { rule, truth } = spelled
  const isTruth = shown !== null && truth !== null && isEqual(truth, shown)
  const isRight = rule === 'exact' ? isTruth : rule === 'either' ? isTruth || shown === null : shown === null
  findings.expect(isRight, `${what}: ${spelled.wire} is shown as ${shown}, and means ${truth} (${rule})`)
}

export const sameDecimal = (truth: string, shown: string) => new Big(truth).eq(new Big(shown))
export const sameText = (truth: string, shown: string) => truth === shown

/** Sums exactly what the source means by the amounts of some rows; values without a meaning are left out. */
export function trueSum(
  rows: readonly SpelledRecord[],
  field: (row: SpelledRecord) => Spelled | undefined,
): Big {
  return rows.reduce((sum, row) => {
    const spelled = field(row)
    return spelled?.truth == null ? sum : sum.plus(spelled.truth)
  }, new Big(0))
}
