'use client'

import clsx from 'clsx'
import { memo, type ReactNode } from 'react'
import type { TableColumnMeta } from './app-table.ts'
import { Part } from './part.tsx'

export type RowCell = { id: string; meta: TableColumnMeta | undefined; content: ReactNode }

type TableRowProps = {
  id: string
  /** Position in the whole list, from 0. */
  index: number
  isOpen: boolean
  isTabStop: boolean
  cells: () => readonly RowCell[]
  /** What `cells` draws from: the row's data and the columns. */
  data: unknown
  columns: unknown
}

function TableRowView({ id, index, isOpen, isTabStop, cells }: TableRowProps) {
  return (
    <Part
      is="row"
      // The header is row 1.
      aria-rowindex={index + 2}
      aria-current={isOpen ? 'true' : undefined}
      data-row-id={id}
      data-index={index}
      tabIndex={isTabStop ? 0 : -1}
      className={clsx('data-row cursor-pointer', isOpen ? 'bg-accent-soft' : 'hover:bg-hover')}
    >
      {cells().map((cell, column) => (
        <Part
          key={cell.id}
          is="cell"
          aria-colindex={column + 1}
          data-card={cell.meta?.card}
          className={clsx('data-cell', cell.meta?.isNumeric && 'md:text-right')}
        >
          {cell.content}
        </Part>
      ))}
    </Part>
  )
}

/** One row; a card on a narrow screen. Opening and moving are handled by the table around it. */
export const TableRow = memo(
  TableRowView,
  (before, after) =>
    before.id === after.id &&
    before.index === after.index &&
    before.isOpen === after.isOpen &&
    before.isTabStop === after.isTabStop &&
    before.data === after.data &&
    before.columns === after.columns,
)
