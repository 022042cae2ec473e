import type {
  ColumnOrderState,
  ColumnPinningState,
  ColumnSizingState,
  ColumnVisibilityState,
} from '@tanstack/react-table'
import type { Decimal } from '#lib/money.ts'
import type { ColumnOutline, TableColumnMeta } from './column.ts'

/** What a user chose of a table's columns, as state of the table. A column without a width shares the spare width. */
export type ColumnLayout = {
  columnOrder: ColumnOrderState
  columnVisibility: ColumnVisibilityState
  columnSizing: ColumnSizingState
  columnPinning: ColumnPinningState
}
type Metas = ReadonlyMap<string, TableColumnMeta>

/** The checkbox column: always first, and not part of the user's choice. */
export const SELECT_COLUMN = {
  id: 'select',
  meta: { label: '', width: 36, grow: 0, card: 'check' },
} as const satisfies { id: string; meta: TableColumnMeta }

const MIN_COLUMN_WIDTH = 64
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

/** The mark of a column that stays in view. */
const PIN = 'pin'

/** Reads the `columns` view parameter, e.g. `contract.240.pin,amount`; null for anything else. */
export function readColumns(text: string): string | null {
  return /^[a-z_]{1,40}(\.\d{2,3})?(\.pin)?(,[a-z_]{1,40}(\.\d{2,3})?(\.pin)?){0,39}$/.test(text)
    ? text
    : null
}

/** Returns the metadata of columns by id, in their order. */
export function columnMetas(columns: readonly ColumnOutline[]): Metas {
  return new Map(columns.map((column) => [column.id, column.meta]))
}

/**
 * Reads which columns to show: those of the view parameter, without unknown names, or the default ones. Hidden
 * columns follow the shown ones; the checkbox column, if the table has one, comes first.
 */
export function readLayout(text: string | null, metas: Metas): ColumnLayout {
  const shown = new Map<string, string[]>()
  for (const part of (text ?? '').split(',')) {
    const [id = '', ...marks] = part.split('.')
    if (metas.has(id) && !shown.has(id)) shown.set(id, marks)
  }
  const ids = shown.size > 0 ? [...shown.keys()] : defaultIds(metas)
  const first = ids[0]
  const isPinned = first !== undefined && shown.get(first)?.includes(PIN)
  return {
    columnOrder: [SELECT_COLUMN.id, ...ids],
    columnVisibility: Object.fromEntries(
      [...metas.keys()].filter((id) => !ids.includes(id)).map((id) => [id, false]),
    ),
    columnSizing: Object.fromEntries(
      [...shown].flatMap(([id, [width]]) => (Number(width) ? [[id, clampWidth(Number(width))]] : [])),
    ),
    columnPinning: { start: isPinned ? [SELECT_COLUMN.id, first] : [], end: [] },
  }
}

/** Writes a layout to the view parameter; null for the default columns. The first column takes the pin. */
export function writeLayout(layout: ColumnLayout, metas: Metas): string | null {
  const ids = new Set([...layout.columnOrder, ...metas.keys()])
  const isPinned = layout.columnPinning.start.length > 0
  const text = [...ids]
    .filter((id) => metas.has(id) && layout.columnVisibility[id] !== false)
    .map((id, index) => {
      const width = layout.columnSizing[id]
      return [id, ...(width ? [clampWidth(width)] : []), ...(isPinned && index === 0 ? [PIN] : [])].join('.')
    })
    .join(',')
  return text === defaultIds(metas).join(',') ? null : text
}

function defaultIds(metas: Metas): string[] {
  return [...metas].filter(([, meta]) => meta.isDefault).map(([id]) => id)
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
 * Returns the width in px that the widest amount with its currency takes in a cell. Digits have one width,
 * separators half of it.
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
  return clampWidth(widest + CELL_PADDING)
}

/**
 * Returns the CSS grid of a row. Resized columns keep their width; the others share the rest. None is narrower
 * than the width in `needed` (px).
 */
export function gridTemplate(
  columns: readonly ColumnOutline[],
  sizing: Readonly<ColumnSizingState> = {},
  needed: ReadonlyMap<string, number> = new Map(),
): string {
  const isFixed = ({ id, meta }: ColumnOutline) => sizing[id] !== undefined || meta.grow === 0
  const tracks = columns.map((column) => {
    const base = Math.max(sizing[column.id] ?? column.meta.width, needed.get(column.id) ?? 0)
    return isFixed(column) ? `${base}px` : `minmax(${base}px, ${column.meta.grow ?? 1}fr)`
  })
  return columns.every(isFixed) ? `${tracks.join(' ')} minmax(0, 1fr)` : tracks.join(' ')
}
