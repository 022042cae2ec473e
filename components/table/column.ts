import type { ReactNode } from 'react'
import type { Decimal } from '#lib/money.ts'

/** What a table needs to know about a column beyond how to draw its cells. */
export type TableColumnMeta = {
  /** The column's name in its header and in the column chooser. */
  label: string
  isNumeric?: boolean
  /** Share of the spare width; 0 keeps the column at its size. */
  grow?: number
  /** Narrowest and default width in pixels. */
  width: number
  /** The name under which the server orders by this column. */
  sortField?: string
  /** Where the cell stands when a row is a card on a narrow screen; absent: not on the card. */
  card?: 'check' | 'title' | 'aside' | 'detail' | 'status'
  /** Shown until the reader chooses columns. */
  isDefault?: boolean
}

/** A column of one of Furrow's tables; `id` is its name in the URL. */
export type AppColumn<Row extends object> = {
  id: string
  meta: TableColumnMeta
  /** Stands in its header instead of the label; such a column is neither moved nor resized. */
  head?: () => ReactNode
  cell: (row: Row) => ReactNode
  /** The amount in its cell and its currency: the longest one of the rows sets the column's width. */
  amount?: (row: Row) => readonly [Decimal | null, string | null]
}
