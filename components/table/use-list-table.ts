import {
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  functionalUpdate,
  type OnChangeFn,
  type ReactTable,
  type RowSelectionState,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo } from 'react'
import type { AppColumn, Pin, ShownColumn, TableColumnMeta } from './column.ts'
import { type ColumnLayout, columnMetas, readLayout, SELECT_COLUMN, writeLayout } from './column-layout.ts'

/** What tables use of react-table. Its types say which methods a table, a column and a row have. */
const features = tableFeatures({
  columnOrderingFeature,
  columnVisibilityFeature,
  columnSizingFeature,
  columnPinningFeature,
  rowSelectionFeature,
  columnMeta: {} as TableColumnMeta,
})

/**
 * The model of a table: its columns as the user arranged them, and its selected rows. Drawing asks it for columns
 * only. It builds its rows, which takes about 6 ms for each 1,000, when a row is selected.
 */
export type ListTable<Row extends object> = ReactTable<typeof features, Row>

/** The user's choice of columns as the view parameter holds it; null for the default columns. */
export type ColumnsText = { text: string | null; onChange: (text: string | null) => void }
export type TableSelection = {
  rowSelection: RowSelectionState
  onRowSelectionChange: OnChangeFn<RowSelectionState>
}
const NO_SELECTION: TableSelection = { rowSelection: {}, onRowSelectionChange: () => {} }

/** Makes the model of a table from its columns, the loaded rows, and the state that the screen holds. */
export function useListTable<Row extends { id: string }>(
  columns: readonly AppColumn<Row>[],
  rows: readonly Row[],
  { text, onChange }: ColumnsText,
  { rowSelection, onRowSelectionChange }: TableSelection = NO_SELECTION,
): ListTable<Row> {
  const metas = useMemo(
    () => columnMetas(columns.filter((column) => column.id !== SELECT_COLUMN.id)),
    [columns],
  )
  const layout = useMemo(() => readLayout(text, metas), [text, metas])
  const changeOf =
    <Key extends keyof ColumnLayout>(key: Key): OnChangeFn<ColumnLayout[Key]> =>
    (updater) =>
      onChange(writeLayout({ ...layout, [key]: functionalUpdate(updater, layout[key]) }, metas))
  return useTable<typeof features, Row>({
    features,
    columns: useMemo(() => columns.map(({ id, meta }) => ({ id, meta, size: meta.width })), [columns]),
    data: rows,
    getRowId: (row) => row.id,
    state: { ...layout, rowSelection },
    onColumnOrderChange: changeOf('columnOrder'),
    onColumnVisibilityChange: changeOf('columnVisibility'),
    onColumnSizingChange: changeOf('columnSizing'),
    onColumnPinningChange: changeOf('columnPinning'),
    onRowSelectionChange,
  })
}

/** What arranging columns needs of a table, whatever its rows are. */
export type ArrangedTable = {
  getVisibleLeafColumns: () => readonly { id: string }[]
  setColumnOrder: (order: string[]) => void
}

/** Moves a column to an index among the shown ones, of which a checkbox column is the first. */
export function moveColumn(table: ArrangedTable, id: string, toIndex: number): void {
  const others = table
    .getVisibleLeafColumns()
    .map((column) => column.id)
    .filter((other) => other !== id)
  table.setColumnOrder(others.toSpliced(toIndex, 0, id))
}

/** Returns the columns of cards, which readers of narrow screens cannot choose. */
export function cardColumns<Row extends object>(
  columns: readonly AppColumn<Row>[],
): readonly ShownColumn<Row>[] {
  return columns.flatMap((column) => (column.meta.card === undefined ? [] : [{ ...column, pin: null }]))
}

/** Returns how the shown columns of a table are drawn, in their order. The main amount is always in view. */
export function shownColumns<Row extends object>(
  table: ListTable<Row>,
  columns: readonly AppColumn<Row>[],
): readonly ShownColumn<Row>[] {
  return table.getVisibleLeafColumns().flatMap((column) => {
    const drawn = columns.find(({ id }) => id === column.id)
    if (!drawn) return []
    const isMainAmount = drawn.meta.card === 'aside' && drawn.amount !== undefined
    const amountPin: Pin | null = isMainAmount ? { side: 'both', offset: table.getStartTotalSize() } : null
    const pin: Pin | null = column.getIsPinned()
      ? { side: 'start', offset: column.getStart('start') }
      : amountPin
    return [{ ...drawn, pin }]
  })
}
