import type { Sorting } from '#components/table/header-cell.tsx'
import type { Words } from '#lib/words/words.ts'

/** Blocks a sort by amount unless exactly one currency is selected: amounts compare only within one. */
export function amountSortBlock(
  currencies: readonly string[],
  t: Words<'list'>,
  amounts: readonly string[] = ['amount'],
): Sorting['blocked'] {
  if (currencies.length === 1) return undefined
  return Object.fromEntries(amounts.map((field) => [field, t('sort.one-currency')]))
}
