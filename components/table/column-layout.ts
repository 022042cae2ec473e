import type { Decimal } from '#lib/money.ts'
import type { ColumnOutline, TableColumnMeta } from './column.ts'

/** A column as the user chose it; a null `width` shares the spare width. */
export type ColumnChoice = { id: string; width: number | null }
type Metas = ReadonlyMap<string, TableColumnMeta>

/** The checkbox column: always first, and not part of the user's choice. */
export const SELECT_COLUMN = {
  id: 'select',
  meta: { label: '', width: 36, grow: 0, card: 'check' },
} as const satisfies { id: string; meta: TableColumnMeta }

export const MIN_COLUMN_WIDTH = 64
const MAX_COLUMN_WIDTH = 960
/** Widths in px: a digit or letter, the same in small type, and the padding around an amount. */
const DIGIT_WIDTH = 8.6
const SMALL_DIGIT_WIDTH = 6.7
const CELL_PADDING = 20
/** Factor for the separator after every third digit. */
const GROUPED = 1.15
/** Two lines that break between digit groups are not equally long; this allows for the difference. */
const UNEVEN = 4
const LONG = 15
/** Fits 40 digits. A longer amount must not push all other rows off the screen. */
const WIDEST_AMOUNT = 240

/** Reads the `columns` view parameter, e.g. `contract.240,amount`; null for anything else. */
export function readColumns(text: string): string | null {
  return /^[a-z_]{1,40}(\.\d{2,3})?(,[a-z_]{1,40}(\.\d{2,3})?){0,39}$/.test(text) ? text : null
}

/** Returns the metadata of columns by id, in their order. */
export function columnMetas(columns: readonly ColumnOutline[]): Metas {
  return new Map(columns.map((column) => [column.id, column.meta]))
}

/** Returns the columns to show: those of the view parameter, without unknown names, or the default ones. */
export function chosenColumns(text: string | null, metas: Metas): ColumnChoice[] {
  const chosen = (text ?? '').split(',').flatMap((part) => {
    const [id = '', width] = part.split('.')
    return metas.has(id) ? [{ id, width: width === undefined ? null : clampWidth(Number(width)) }] : []
  })
  const unique = chosen.filter((column, index) => chosen.findIndex((one) => one.id === column.id) === index)
  return unique.length > 0 ? unique : defaultColumns(metas)
}

function defaultColumns(metas: Metas): ColumnChoice[] {
  return [...metas].filter(([, meta]) => meta.isDefault).map(([id]) => ({ id, width: null }))
}

/** Writes columns to the view parameter, without unknown names; null for the default columns. */
export function writeColumns(columns: readonly ColumnChoice[], metas: Metas): string | null {
  const write = (list: readonly ColumnChoice[]) =>
    list.map((column) => (column.width === null ? column.id : `${column.id}.${column.width}`)).join(',')
  const text = write(columns.filter(({ id }) => metas.has(id)))
  return text === write(defaultColumns(metas)) ? null : text
}

/** Rounds a width to whole pixels within the allowed bounds. */
export function clampWidth(width: number): number {
  return Math.round(Math.min(MAX_COLUMN_WIDTH, Math.max(MIN_COLUMN_WIDTH, width)))
}

/** True for an amount that a list shows in small type on two lines. */
export function isLongAmount(amount: Decimal): boolean {
  return amount.length > LONG
}

/**
 * Returns the width in px, at most 240, that the widest amount with its currency takes in a cell. Digits have
 * one width, separators half of it.
 */
export function amountWidth(amounts: Iterable<readonly [Decimal | null, string | null]>): number {
  let widest = 0
  for (const [amount, currency] of amounts) {
    const characters = (amount?.length ?? 0) * GROUPED + (currency?.length ?? 0)
    const width = isLongAmount(amount ?? '')
      ? (characters / 2 + UNEVEN) * SMALL_DIGIT_WIDTH
      : characters * DIGIT_WIDTH
    if (width > widest) widest = width
  }
  return clampWidth(Math.min(WIDEST_AMOUNT, widest + CELL_PADDING))
}

/**
 * Returns the CSS grid of a row. Resized columns keep their width; the others share the rest, with at least
 * the width in `needed` (px).
 */
export function gridTemplate(
  columns: readonly ColumnChoice[],
  metas: Metas,
  needed: ReadonlyMap<string, number> = new Map(),
): string {
  const tracks = columns.map(({ id, width }) => {
    const meta = metas.get(id)
    const base = width ?? Math.max(meta?.width ?? MIN_COLUMN_WIDTH, needed.get(id) ?? 0)
    if (width !== null) return `${width}px`
    return meta?.grow === 0 ? `${base}px` : `minmax(${base}px, ${meta?.grow ?? 1}fr)`
  })
  const hasSpare = columns.some(({ id, width }) => width === null && metas.get(id)?.grow !== 0)
  return hasSpare ? tracks.join(' ') : `${tracks.join(' ')} minmax(0, 1fr)`
}

/** Moves a column to an index. */
export function moveColumn(columns: readonly ColumnChoice[], id: string, toIndex: number): ColumnChoice[] {
  const moved = columns.find((column) => column.id === id)
  if (!moved) return [...columns]
  return columns.filter((column) => column.id !== id).toSpliced(toIndex, 0, moved)
}
