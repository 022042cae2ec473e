import type { Sorting } from '#components/table/header-cell.tsx'

const CHOOSE_ONE = { amount: 'Choose one currency to order by amount: amounts of several cannot be compared' }

/** Blocks a sort by amount unless exactly one currency is selected: amounts compare only within one. */
export function amountSortBlock(currencies: readonly string[]): Sorting['blocked'] {
  return currencies.length === 1 ? undefined : CHOOSE_ONE
}
