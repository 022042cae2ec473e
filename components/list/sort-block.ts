import type { Sorting } from '#components/table/header-cell.tsx'
import type { Words } from '#lib/words/words.ts'
import { amountSortBlock } from './amount-sort.ts'

type Sorted = { currency: readonly string[]; as_of: string | null }

/** Blocks the sorts that a list refuses: by amount across currencies, and by the time of change as of an earlier day. */
export function sortBlock({ currency, as_of }: Sorted, t: Words<'list'>): Sorting['blocked'] {
  const blocked = amountSortBlock(currency, t)
  return as_of ? { ...blocked, changed_at: t('as-of.not-kept') } : blocked
}
