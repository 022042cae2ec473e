import type { ReactNode } from 'react'
import type { ColumnOutline } from '#components/table/column.ts'
import { TableSkeleton } from '#components/table/table-skeleton.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { QueryError } from '#components/ui/error-state.tsx'
import { useFaultWords, useWords } from '#components/ui/words.tsx'
import { explainError } from '#lib/api/explain-error.ts'
import type { ListName } from '#lib/list-name.ts'

type ListBodyProps = {
  list: ListName
  query: {
    error: unknown
    isFetching: boolean
    isPaused: boolean
    /** True if the next page failed, which is reported below the rows. */
    isFetchNextPageError?: boolean
    refetch: () => unknown
  }
  isLoaded: boolean
  /** The shown columns, in their order. */
  columns: readonly ColumnOutline[]
  /** The widths that the user chose, in px. */
  sizing: Readonly<Record<string, number>>
  children: ReactNode
}

/** The rows of a list: loading, failed, or `children`, with a notice if newer rows could not be loaded. */
export function ListBody(props: ListBodyProps) {
  const { list, query, isLoaded, columns, sizing, children } = props
  const t = useWords('list')
  if (isLoaded) {
    return (
      <>
        {query.error && !query.isFetchNextPageError ? (
          <StaleNotice error={query.error} onRetry={() => void query.refetch()} />
        ) : null}
        {children}
      </>
    )
  }
  if (query.isPaused) {
    return <EmptyState title={t('offline.title')}>{t('offline.rows', { list })}</EmptyState>
  }
  return query.error ? (
    <QueryError what={t('failed', { list })} query={query} />
  ) : (
    <TableSkeleton label={t('loading', { list })} columns={columns} sizing={sizing} />
  )
}

function StaleNotice({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useWords('list')
  const tUi = useWords('ui')
  const tFaults = useFaultWords()
  return (
    <p
      role="alert"
      className="flex flex-wrap items-center gap-x-2 border-line border-b py-1.5 text-bad text-sm"
    >
      {t('stale')} {explainError(error, tFaults).why}
      <Button variant="quiet" size="sm" onClick={onRetry}>
        {tUi('retry')}
      </Button>
    </p>
  )
}
