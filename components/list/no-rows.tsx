import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { Freshness } from '#lib/schema.ts'
import type { Noun } from './noun.ts'

type NoRowsProps = {
  noun: Noun
  freshness: readonly Freshness[] | undefined
  isNarrowed: boolean
  emptyReason?: string
  onClear: () => void
}

/** Says why a list has no rows: its filters, weeks that are not read yet, or an empty source. */
export function NoRows({ noun, freshness, isNarrowed, emptyReason, onClear }: NoRowsProps) {
  const isReading = freshness?.some((one) => one.missing.some((range) => range.reason === 'never_read'))
  if (isNarrowed) {
    return (
      <EmptyState title={`No ${noun.many} match`} action={<Button onClick={onClear}>Clear filters</Button>}>
        {isReading
          ? 'Some days have not been read from the source yet, so more may appear.'
          : 'Widen the days or take a filter away.'}
      </EmptyState>
    )
  }
  return (
    <EmptyState title={`No ${noun.many} yet`}>
      {isReading
        ? 'They appear here by themselves as soon as the first weeks have been read; Sources tells how far that is.'
        : (emptyReason ?? 'The source has been read completely and lists none that you may see.')}
    </EmptyState>
  )
}
