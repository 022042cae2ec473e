import { Button } from '#components/ui/button.tsx'
import { useFaultWords, useWords } from '#components/ui/words.tsx'
import { explainError } from '#lib/api/explain-error.ts'
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
