import type { ColumnSizingState } from '@tanstack/react-table'
import clsx from 'clsx'
import type { DragEvent, KeyboardEvent } from 'react'
import { arrowStep } from '#components/ui/direction.ts'
import { Icon } from '#components/ui/icon.tsx'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import type { Pin, TableColumnMeta } from './column.ts'
import { Part, pinned } from './part.tsx'
import { type ArrangedTable, moveColumn } from './use-list-table.ts'

/** Above the cell, so nothing moves when it arrives. */
const ResizeHandle = lazyComponent(() => import('./resize-handle.tsx').then((module) => module.ResizeHandle))

export type Sorting = {
  /** A sort field as the API takes it, with a leading minus for descending. */
  value: string
  onChange: (sort: string) => void
  /** Why a field cannot be sorted by at the moment. */
  blocked?: Readonly<Record<string, string | undefined>>
  /** Asks for what a blocked sort needs. Without it a blocked sort does nothing. */
  asked?: { fields: readonly string[]; ask: (sort: string) => void }
}

type HeaderCellProps = {
  id: string
  index: number
  /** The last column has no resize handle, because it ends with the table. */
  isLast: boolean
  meta: TableColumnMeta
  pin: Pin | null
  sorting: Sorting
  table: SizedTable
}

export type SizedTable = ArrangedTable & {
  setColumnSizing: (change: (sizing: ColumnSizingState) => ColumnSizingState) => void
}

const COLUMN_TYPE = 'application/x-furrow-column'

/** A column header: sort button and resize handle. Dragging, or Alt with an arrow key, moves the column. */
export function HeaderCell({ id, index, isLast, meta, pin, sorting, table }: HeaderCellProps) {
  const direction = sortDirection(meta, sorting.value)
  const drag = {
    draggable: true,
    onDragStart: (event: DragEvent) => event.dataTransfer.setData(COLUMN_TYPE, id),
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer.types.includes(COLUMN_TYPE)) event.preventDefault()
    },
    onDrop: (event: DragEvent) => {
      // Empty if something else is dropped, such as a file.
      const moved = event.dataTransfer.getData(COLUMN_TYPE)
      if (moved !== '') moveColumn(table, moved, index)
    },
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = arrowStep(event)
    if (!event.altKey || step === null) return
    event.preventDefault()
    moveColumn(table, id, Math.max(0, index + step))
  }
  return (
    <Part
      is="columnheader"
      aria-colindex={index + 1}
      aria-sort={direction ?? (meta.sortField ? 'none' : undefined)}
      {...drag}
      {...pinned(pin)}
      onKeyDown={onKeyDown}
      className={clsx('group flex min-w-0 items-center', !pin && 'relative', meta.isNumeric && 'justify-end')}
    >
      <SortButton meta={meta} sorting={sorting} direction={direction} />
      {isLast ? null : (
        <ResizeHandle
          label={meta.label}
          onResize={(width) => table.setColumnSizing((sizing) => ({ ...sizing, [id]: width }))}
        />
      )}
    </Part>
  )
}

function sortDirection(meta: TableColumnMeta, sort: string): 'ascending' | 'descending' | null {
  if (meta.sortField === undefined) return null
  if (sort === meta.sortField) return 'ascending'
  return sort === `-${meta.sortField}` ? 'descending' : null
}

type SortButtonProps = {
  meta: TableColumnMeta
  sorting: Sorting
  direction: ReturnType<typeof sortDirection>
}

function SortButton({ meta, sorting, direction }: SortButtonProps) {
  if (meta.sortField === undefined) return <span className="truncate px-2">{meta.label}</span>
  const reason = sorting.blocked?.[meta.sortField]
  const isAsked = sorting.asked?.fields.includes(meta.sortField)
  const arrow = (
    <Icon
      name={direction === 'ascending' ? 'arrow-up' : 'arrow-down'}
      size={13}
      className={clsx(!direction && 'opacity-0 group-hover:opacity-40')}
    />
  )
  return (
    <button
      type="button"
      aria-disabled={reason && !isAsked ? true : undefined}
      aria-haspopup={reason && isAsked ? 'dialog' : undefined}
      title={reason ?? meta.label}
      onClick={() => {
        if (reason && isAsked) sorting.asked?.ask(`-${meta.sortField}`)
        else if (!reason)
          sorting.onChange(direction === 'descending' ? `${meta.sortField}` : `-${meta.sortField}`)
      }}
      className={clsx(
        'flex h-full min-w-0 items-center gap-1 rounded-sm px-2 font-medium',
        'focus-visible:-outline-offset-2',
        meta.isNumeric && 'flex-row-reverse',
        direction ? 'text-ink' : 'hover:text-ink',
        reason && !isAsked && 'cursor-not-allowed',
      )}
    >
      <span className="truncate">{meta.label}</span>
      {reason ? null : arrow}
    </button>
  )
}
