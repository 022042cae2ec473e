import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { explainError } from '#lib/api/explain-error.ts'
import type { Freshness } from '#lib/schema.ts'
import type { Noun } from './noun.ts'
import type { List } from './use-list.ts'

/** Below the rows: more rows are loading, or could not be loaded. */
export function PagingNotice<Row>({ list }: { list: List<Row> }) {
  const { query } = list
  if (query.isFetchNextPageError) {
    return (
      <p role="alert" className="flex items-center gap-2 py-2 text-bad text-sm">
        The next rows could not be loaded. {explainError(query.error).why}
        <Button variant="quiet" size="sm" onClick={list.fetchMore}>
          Try again
        </Button>
      </p>
    )
  }
  return (
    <p role="status" className="sr-only">
      {query.isFetchingNextPage ? 'Loading more rows' : ''}
    </p>
  )
}

/** Shown while offline, when rows and totals cannot follow a change of filters or sort. */
export function FormerNotice() {
  return (
    <p role="status" className="mt-3 text-sm text-wait">
      You are offline. Rows and totals are those from before the last change; the others follow by themselves.
    </p>
  )
}

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
