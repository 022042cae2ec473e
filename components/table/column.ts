import type { ReactNode } from 'react'
import type { Decimal } from '#lib/money.ts'

/** Column metadata that a table needs besides the cell renderer. */
export type TableColumnMeta = {
  /** The column's name in its header and in the column menu. */
  label: string
  isNumeric?: boolean
  /** Share of the spare width; 0 keeps the column at its size. */
  grow?: number
  /** Minimum and default width in px. */
  width: number
  /** The server's sort field for this column. */
  sortField?: string
  /** Position of the cell on a card (narrow screen); absent: not on the card. */
  card?: 'check' | 'title' | 'aside' | 'detail' | 'status'
  /** Shown until the user chooses columns. */
  isDefault?: boolean
}

/** A column of a Furrow table; `id` is its name in the URL. */
export type AppColumn<Row extends object> = {
  id: string
  meta: TableColumnMeta
  /** Replaces the label in the header; such a column cannot be moved or resized. */
  head?: () => ReactNode
  cell: (row: Row) => ReactNode
  /** The cell's amount and currency. The longest amount of the rows sets the column's width. */
  amount?: (row: Row) => readonly [Decimal | null, string | null]
}
