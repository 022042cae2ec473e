'use client'

import type { ReactNode } from 'react'
import type { AppColumn } from '#components/table/column.ts'
import type { ColumnChoice } from '#components/table/column-layout.ts'
import { TableSkeleton } from '#components/table/table-skeleton.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { explainError } from '#lib/api/explain-error.ts'
import type { Noun } from './noun.ts'
import type { List } from './use-list.ts'

type ListBodyProps<Row extends object> = {
  noun: Noun
  list: List<Row>
  columns: readonly AppColumn<Row>[]
  layout: readonly ColumnChoice[]
  isNarrowed: boolean
  emptyReason?: string
  onClear: () => void
  children: ReactNode
}

/** A list in one of four states: loading, failed, empty, or with `children` as its rows. */
export function ListBody<Row extends object>(props: ListBodyProps<Row>) {
  const { noun, list, columns, layout, children } = props
  const { query, rows, first } = list
  const retry = () => void query.refetch()
  if (!first) {
    if (query.isPaused)
      return (
        <EmptyState title="You are offline">
          The {noun.many} of this selection appear by themselves once the connection is back.
        </EmptyState>
      )
    if (!query.isError)
      return <TableSkeleton label={`Loading ${noun.many}`} columns={columns} layout={layout} />
    return (
      <ErrorState
        what={`The ${noun.many} could not be loaded`}
        error={query.error}
        onRetry={retry}
        isRetrying={query.isFetching}
      />
    )
  }
  return (
    <>
      {query.isError && !query.isFetchNextPageError ? (
        <StaleNotice error={query.error} onRetry={retry} />
      ) : null}
      {rows.length === 0 ? <NoRows {...props} /> : children}
    </>
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

function NoRows<Row extends object>({ noun, list, isNarrowed, emptyReason, onClear }: ListBodyProps<Row>) {
  const isReading = list.first?.freshness.some((one) =>
    one.missing.some((range) => range.reason === 'never_read'),
  )
  if (isNarrowed) {
    return (
      <EmptyState title={`No ${noun.many} match`} action={<Button onClick={onClear}>Clear filters</Button>}>
        {isReading
          ? 'Some days have not been read from the source yet, so more may appear.'
          : 'Widen the days or take a filter away.'}
      </EmptyState>
    )
  }
  return isReading ? (
    <EmptyState title={`No ${noun.many} yet`}>
      They appear here by themselves as soon as the first weeks have been read; Sources tells how far that is.
    </EmptyState>
  ) : (
    <EmptyState title={`No ${noun.many} yet`}>
      {emptyReason ?? 'The source has been read completely and lists none that you may see.'}
    </EmptyState>
  )
}
