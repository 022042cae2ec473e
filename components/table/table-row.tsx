import clsx from 'clsx'
import { memo } from 'react'
import type { ShownColumn } from './column.ts'
import { Part, pinned } from './part.tsx'

type TableRowProps<Row extends { id: string }> = {
  row: Row
  columns: readonly ShownColumn<Row>[]
  /** Position in the whole list, from 0. */
  index: number
  isOpen: boolean
  isTabStop: boolean
}

function TableRowView<Row extends { id: string }>(props: TableRowProps<Row>) {
  const { row, columns, index, isOpen, isTabStop } = props
  return (
    <Part
      is="row"
      // The header is row 1.
      aria-rowindex={index + 2}
      aria-current={isOpen ? 'true' : undefined}
      data-row-id={row.id}
      tabIndex={isTabStop ? 0 : -1}
      className={clsx(
        'data-row cursor-pointer',
        isOpen ? 'bg-accent-soft' : 'not-has-[:checked]:hover:bg-hover',
      )}
    >
      {columns.map(({ id, meta, cell, pin }, column) => (
        <Part
          key={id}
          is="cell"
          aria-colindex={column + 1}
          data-card={meta.card}
          {...pinned(pin)}
          className={clsx('data-cell', meta.isNumeric && 'md:text-end')}
        >
          {cell(row)}
        </Part>
      ))}
    </Part>
  )
}

/** `memo` drops type parameters; this restores those of the row component. */
function keepTypes<Component>(component: Component, memoized: unknown): Component {
  return (memoized ?? component) as Component
}

/** One row, shown as a card on a narrow screen. The surrounding table handles opening and moving. */
export const TableRow = keepTypes(TableRowView, memo(TableRowView))
