import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { useFaultWords, useWords } from '#components/ui/words.tsx'
import { explainError } from '#lib/api/explain-error.ts'
import type { ListName } from '#lib/list-name.ts'
import type { Freshness } from '#lib/schema.ts'
import type { List } from './use-list.ts'

/** Below the rows: more rows are loading, or could not be loaded. */
export function PagingNotice<Row>({ list }: { list: List<Row> }) {
  const { query } = list
  const t = useWords('list')
  const tUi = useWords('ui')
  const tFaults = useFaultWords()
  if (query.isFetchNextPageError) {
    return (
      <p role="alert" className="flex items-center gap-2 py-2 text-bad text-sm">
        {t('more.failed')} {explainError(query.error, tFaults).why}
        <Button variant="quiet" size="sm" onClick={list.fetchMore}>
          {tUi('retry')}
        </Button>
      </p>
    )
  }
  return (
    <p role="status" className="sr-only">
      {query.isFetchingNextPage ? t('more.loading') : ''}
    </p>
  )
}

/** Shown while offline, when rows and totals cannot follow a change of filters or sort. */
export function FormerNotice() {
  const t = useWords('list')
  return (
    <p role="status" className="mt-3 text-sm text-wait">
      {t('offline.former')}
    </p>
  )
}

type NoRowsProps = {
  list: ListName
  freshness: readonly Freshness[] | undefined
  isNarrowed: boolean
  emptyReason?: string
  onClear: () => void
}

/** Says why a list has no rows: its filters, weeks that are not read yet, or an empty source. */
export function NoRows({ list, freshness, isNarrowed, emptyReason, onClear }: NoRowsProps) {
  const t = useWords('list')
  const isReading = freshness?.some((one) => one.missing.some((range) => range.reason === 'never_read'))
  if (isNarrowed) {
    return (
      <EmptyState
        title={t('empty.match', { list })}
        action={<Button onClick={onClear}>{t('empty.clear')}</Button>}
      >
        {isReading ? t('empty.match-reading') : t('empty.match-why')}
      </EmptyState>
    )
  }
  return (
    <EmptyState title={t('empty.yet', { list })}>
      {isReading ? t('empty.yet-reading') : (emptyReason ?? t('empty.yet-why'))}
    </EmptyState>
  )
}
