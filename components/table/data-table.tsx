import { type Ref, useContext, useEffect, useImperativeHandle, useMemo, useRef } from 'react'
import type { AppColumn } from './column.ts'
import { amountWidth, type ColumnChoice, columnMetas, gridTemplate, moveColumn } from './column-layout.ts'
import { HeaderCell, type Sorting } from './header-cell.tsx'
import { Part } from './part.tsx'
import { SelectionContext } from './selection.tsx'
import { TableRow } from './table-row.tsx'
import { useRowFocus } from './use-row-focus.ts'
import { type Density, useRowWindow } from './use-row-window.ts'

/** Distance in rows from the end at which the next page is fetched. */
const FETCH_AHEAD = 30

export type TableLayout = {
  columns: readonly ColumnChoice[]
  onColumnsChange: (columns: ColumnChoice[]) => void
  density: Density
}
export type TablePaging = { total: number; hasMore: boolean; isFetching: boolean; fetchMore: () => void }
export type TableOpening = { id: string | null; onOpen: (id: string) => void }
export type TableHandle = { move: (step: number) => void }

export type DataTableProps<Row extends { id: string }> = {
  label: string
  columns: readonly AppColumn<Row>[]
  rows: readonly Row[]
  layout: TableLayout
  sorting: Sorting
  paging: TablePaging
  opening: TableOpening
  ref?: Ref<TableHandle>
}

/** A table with a sticky header, the user's columns, and only the visible rows in the DOM. */
export function DataTable<Row extends { id: string }>(props: DataTableProps<Row>) {
  const { label, columns, rows, layout, sorting, paging, opening } = props
  const scroller = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const metas = useMemo(() => columnMetas(columns), [columns])
  const shown = useMemo(
    () => layout.columns.flatMap(({ id }) => columns.find((column) => column.id === id) ?? []),
    [columns, layout.columns],
  )
  const view = useRowWindow({ body, scroller, count: rows.length, density: layout.density })
  const focus = useRowFocus(body, {
    ids: useMemo(() => rows.map((row) => row.id), [rows]),
    rendered: view,
    openId: opening.id,
    onOpen: opening.onOpen,
    selection: useContext(SelectionContext),
    scrollToIndex: view.scrollToIndex,
    firstVisible: view.firstVisible,
  })
  useImperativeHandle(props.ref, () => ({ move: focus.move }))

  const isNearEnd = paging.hasMore && !paging.isFetching && view.last >= rows.length - FETCH_AHEAD
  const { fetchMore } = paging
  useEffect(() => {
    if (isNearEnd) fetchMore()
  }, [isNearEnd, fetchMore])

  const needed = useMemo(
    () =>
      new Map(
        shown.flatMap(({ id, amount }) => (amount ? [[id, amountWidth(rows.map(amount))] as const] : [])),
      ),
    [shown, rows],
  )
  const resize = (id: string, width: number) =>
    layout.onColumnsChange(layout.columns.map((column) => (column.id === id ? { id, width } : column)))

  return (
    <div ref={scroller} className="data-scroll">
      <Part
        is="table"
        aria-label={label}
        aria-rowcount={paging.total + 1}
        aria-colcount={shown.length}
        style={{
          '--columns': gridTemplate(layout.columns, metas, needed),
          '--row-height': `${view.rowHeight}px`,
        }}
        className="data-table"
      >
        <Part is="rowgroup" className="data-head">
          <Part is="row" aria-rowindex={1} className="data-head-row">
            {shown.map((column, index) =>
              column.head ? (
                <Part key={column.id} is="columnheader" aria-colindex={index + 1}>
                  {column.head()}
                </Part>
              ) : (
                <HeaderCell
                  key={column.id}
                  id={column.id}
                  index={index}
                  isLast={index === shown.length - 1}
                  meta={column.meta}
                  sorting={sorting}
                  onResize={resize}
                  onMove={(id, to) => layout.onColumnsChange(moveColumn(layout.columns, id, to))}
                />
              ),
            )}
          </Part>
        </Part>
        <Part is="rowgroup" ref={body} {...focus.handlers} aria-busy={paging.isFetching}>
          <div role="presentation" style={{ height: view.before }} />
          {rows.slice(view.first, view.last).map((row, offset) => (
            <TableRow
              key={row.id}
              row={row}
              columns={shown}
              index={view.first + offset}
              isOpen={row.id === opening.id}
              isTabStop={row.id === focus.tabStopId}
            />
          ))}
          <div role="presentation" style={{ height: view.after }} />
        </Part>
      </Part>
    </div>
  )
}
