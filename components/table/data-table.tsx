import { type Ref, useContext, useEffect, useImperativeHandle, useMemo, useRef } from 'react'
import { type AppColumn, cardLines } from './column.ts'
import { amountWidth, gridTemplate } from './column-layout.ts'
import { HeaderCell, type Sorting } from './header-cell.tsx'
import { Part, pinned } from './part.tsx'
import { SelectionContext } from './selection.tsx'
import { TableRow } from './table-row.tsx'
import { cardColumns, type ListTable, shownColumns } from './use-list-table.ts'
import { useCards } from './use-media.ts'
import { useRowFocus } from './use-row-focus.ts'
import { CARD_HEIGHTS, type Density, ROW_HEIGHTS, useRowWindow } from './use-row-window.ts'

/** Distance in rows from the end at which the next page is fetched. */
const FETCH_AHEAD = 30

export type TablePaging = { total: number; hasMore: boolean; isFetching: boolean; fetchMore: () => void }
export type TableOpening = { id: string | null; onOpen: (id: string) => void }
export type TableHandle = { move: (step: number) => void }

export type DataTableProps<Row extends { id: string }> = {
  label: string
  columns: readonly AppColumn<Row>[]
  rows: readonly Row[]
  /** The model of these columns and rows. */
  table: ListTable<Row>
  density: Density
  sorting: Sorting
  paging: TablePaging
  opening: TableOpening
  ref?: Ref<TableHandle>
}

/** A table with a sticky header, the user's columns, and only the visible rows in the DOM. */
export function DataTable<Row extends { id: string }>(props: DataTableProps<Row>) {
  const { label, columns, rows, table, density, sorting, paging, opening } = props
  const scroller = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const { columnOrder, columnVisibility, columnPinning, columnSizing } = table.state
  const isCards = useCards()
  const lines = cardLines(columns)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the table is a new object in every render
  const shown = useMemo(
    () => (isCards ? cardColumns(columns) : shownColumns(table, columns)),
    [isCards, columns, columnOrder, columnVisibility, columnPinning],
  )
  const view = useRowWindow({
    body,
    scroller,
    count: rows.length,
    rowHeight: isCards ? CARD_HEIGHTS[lines] : ROW_HEIGHTS[density],
    isCards,
    hasMore: paging.hasMore,
  })
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
  return (
    <div ref={scroller} className="data-scroll">
      <Part
        is="table"
        aria-label={label}
        aria-rowcount={paging.total + 1}
        aria-colcount={shown.length}
        data-cards={lines}
        style={{
          '--columns': gridTemplate(shown, columnSizing, needed),
          '--row-height': `${view.rowHeight}px`,
        }}
        className="data-table"
      >
        <Part is="rowgroup" className="data-head">
          <Part is="row" aria-rowindex={1} className="data-head-row">
            {shown.map((column, index) =>
              column.head ? (
                <Part key={column.id} is="columnheader" aria-colindex={index + 1} {...pinned(column.pin)}>
                  {column.head()}
                </Part>
              ) : (
                <HeaderCell
                  key={column.id}
                  id={column.id}
                  index={index}
                  isLast={index === shown.length - 1}
                  meta={column.meta}
                  pin={column.pin}
                  sorting={sorting}
                  table={table}
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
