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
  card?: 'check' | 'title' | 'aside' | 'party' | 'detail' | 'status'
  /** Shown until the user chooses columns. */
  isDefault?: boolean
}

/** What a table's placeholder needs of a column; `id` is its name in the URL. */
export type ColumnOutline = { id: string; meta: TableColumnMeta }

/** How a column of a Furrow table is drawn. */
export type ColumnDrawing<Row extends object> = {
  /** Replaces the label in the header; such a column cannot be moved or resized. */
  head?: () => ReactNode
  cell: (row: Row) => ReactNode
  /** The cell's amount and currency. The longest amount of the rows sets the column's width. */
  amount?: (row: Row) => readonly [Decimal | null, string | null]
}

/** A column of a Furrow table. */
export type AppColumn<Row extends object> = ColumnOutline & ColumnDrawing<Row>

/**
 * A shown column. `pin` keeps it in view beside columns that scroll sideways: at the start, or in its place between
 * both edges. `offset` is its distance in px from the start.
 */
export type ShownColumn<Row extends object> = AppColumn<Row> & { pin: Pin | null }
export type Pin = { side: 'start' | 'both'; offset: number }

/** Returns how many lines the cards of a list have: the party takes another line. */
export function cardLines(columns: readonly ColumnOutline[]): 2 | 3 {
  return columns.some(({ meta }) => meta.card === 'party') ? 3 : 2
}

/**
 * Joins outlines with how each column is drawn.
 * @throws {Error} if nothing says how a column is drawn
 */
export function drawnColumns<Row extends object>(
  outlines: readonly ColumnOutline[],
  drawings: Readonly<Record<string, ColumnDrawing<Row>>>,
): readonly AppColumn<Row>[] {
  return outlines.map((outline) => {
    const drawing = drawings[outline.id]
    if (drawing === undefined) throw new Error(`nothing draws the column ${outline.id}`)
    return { ...outline, ...drawing }
  })
}
