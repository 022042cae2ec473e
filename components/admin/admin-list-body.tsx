'use client'

import type { ReactNode } from 'react'
import type { AppColumn } from '#components/table/column.ts'
import type { ColumnChoice } from '#components/table/column-layout.ts'
import { TableSkeleton } from '#components/table/table-skeleton.tsx'
import { Button } from '#components/ui/button.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { explainError } from '#lib/api/explain-error.ts'

export type AdminListQuery = { error: unknown; isFetching: boolean; refetch: () => unknown }

type AdminListBodyProps<Row extends object> = {
  noun: string
  columns: readonly AppColumn<Row>[]
  layout: readonly ColumnChoice[]
  query: AdminListQuery
  isLoaded: boolean
  children: ReactNode
}

/** An admin list: loading, failed, or with `children` as its rows. */
export function AdminListBody<Row extends object>(props: AdminListBodyProps<Row>) {
  const { noun, query, isLoaded } = props
  const retry = () => void query.refetch()
  if (!isLoaded && query.error) {
    return (
      <ErrorState
        what={`The ${noun} could not be loaded`}
        error={query.error}
        onRetry={retry}
        isRetrying={query.isFetching}
      />
    )
  }
  if (!isLoaded)
    return <TableSkeleton label={`Loading ${noun}`} columns={props.columns} layout={props.layout} />
  return (
    <>
      {query.error ? (
        <p
          role="alert"
          className="flex flex-wrap items-center gap-x-2 border-line border-b py-1.5 text-bad text-sm"
        >
          This was read earlier. {explainError(query.error).why}
          <Button variant="quiet" size="sm" onClick={retry}>
            Try again
          </Button>
        </p>
      ) : null}
      {props.children}
    </>
  )
}
