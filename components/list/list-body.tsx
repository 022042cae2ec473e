import type { ReactNode } from 'react'
import type { AppColumn } from '#components/table/column.ts'
import type { ColumnChoice } from '#components/table/column-layout.ts'
import { TableSkeleton } from '#components/table/table-skeleton.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { QueryError } from '#components/ui/error-state.tsx'
import { explainError } from '#lib/api/explain-error.ts'
import type { Noun } from './noun.ts'

type ListBodyProps<Row extends object> = {
  noun: Noun
  query: {
    error: unknown
    isFetching: boolean
    isPaused: boolean
    /** True if the next page failed, which is reported below the rows. */
    isFetchNextPageError?: boolean
    refetch: () => unknown
  }
  isLoaded: boolean
  columns: readonly AppColumn<Row>[]
  layout: readonly ColumnChoice[]
  children: ReactNode
}

/** The rows of a list: loading, failed, or `children`, with a notice if newer rows could not be loaded. */
export function ListBody<Row extends object>(props: ListBodyProps<Row>) {
  const { noun, query, isLoaded, columns, layout, children } = props
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
    return (
      <EmptyState title="You are offline">
        The {noun.many} of this selection appear by themselves once the connection is back.
      </EmptyState>
    )
  }
  return query.error ? (
    <QueryError what={`The ${noun.many} could not be loaded`} query={query} />
  ) : (
    <TableSkeleton label={`Loading ${noun.many}`} columns={columns} layout={layout} />
  )
}

function StaleNotice({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <p
      role="alert"
      className="flex flex-wrap items-center gap-x-2 border-line border-b py-1.5 text-bad text-sm"
    >
      These rows were read earlier. {explainError(error).why}
      <Button variant="quiet" size="sm" onClick={onRetry}>
        Try again
      </Button>
    </p>
  )
}
