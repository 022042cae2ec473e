import type { ColumnOutline } from '#components/table/column.ts'
import { SELECT_COLUMN } from '#components/table/column-layout.ts'
import { TableSkeleton } from '#components/table/table-skeleton.tsx'
import { TotalsSkeleton } from './totals-skeleton.tsx'

type ListSkeletonProps = {
  title: string
  columns: readonly ColumnOutline[]
  /** Says that the list is loading. */
  label: string
  isSelectable?: boolean
  hasTabs?: boolean
}

/** Placeholder of a list page. Rendered only on the server, so that the browser loads no code for it. */
export function ListSkeleton({
  title,
  columns,
  label,
  isSelectable = false,
  hasTabs = false,
}: ListSkeletonProps) {
  const shown = columns.filter(({ meta }) => meta.isDefault)
  return (
    <div className="px-4 pt-5 md:px-6 md:pt-6 lg:px-8">
      <h1 className="page-title mb-4 flex h-8 items-center">{title}</h1>
      {hasTabs ? <div className="mb-4 h-9 border-line border-b" /> : null}
      <div className="field w-full md:w-64" />
      <div className="mt-2 h-8 md:hidden" />
      <div className="mt-3">
        <TotalsSkeleton />
      </div>
      <TableSkeleton label={label} columns={isSelectable ? [SELECT_COLUMN, ...shown] : shown} />
    </div>
  )
}
