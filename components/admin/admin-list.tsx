'use client'

import { type ReactNode, useMemo, useRef, useState } from 'react'
import { DetailPane } from '#components/detail/detail-pane.tsx'
import { SearchField } from '#components/filters/search-field.tsx'
import { useHotkeys } from '#components/list/use-hotkeys.ts'
import type { AppColumn } from '#components/table/column.ts'
import { type ColumnChoice, chosenColumns } from '#components/table/column-layout.ts'
import { DataTable, type TableHandle } from '#components/table/data-table.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { matches, sortRows } from '#lib/admin/words.ts'
import { AdminListBody, type AdminListQuery } from './admin-list-body.tsx'
import { useAdminListState } from './use-admin-list-state.ts'

/** Static configuration of one admin list. */
export type AdminListConfig<Row extends { id: string }> = {
  title: string
  /** Name of the rows, as in "Loading people". */
  noun: string
  searchHint: string
  columns: readonly AppColumn<Row>[]
  defaultSort: string
  /** The text that the search covers. */
  textOf: (row: Row) => string
  sortValue: (row: Row, field: string) => string | null
  rowTitle: (row: Row) => string
  empty: { title: string; text: string }
}

type AdminListProps<Row extends { id: string }> = {
  config: AdminListConfig<Row>
  rows: readonly Row[] | undefined
  query: AdminListQuery
  actions?: ReactNode
  /** Says which rows the list leaves out. */
  note?: string
  detail: (row: Row) => ReactNode
}

const NOTHING_MORE = { hasMore: false, fetchMore: () => {} }

/** A list short enough to search and sort in the browser, with the open row in full beside it. */
export function AdminList<Row extends { id: string }>(props: AdminListProps<Row>) {
  const { config, rows, query } = props
  const state = useAdminListState(config.defaultSort)
  const table = useRef<TableHandle>(null)
  const search = useRef<HTMLInputElement>(null)
  const metas = useMemo(
    () => new Map(config.columns.map((column) => [column.id, column.meta])),
    [config.columns],
  )
  const [columns, setColumns] = useState<readonly ColumnChoice[]>(() => chosenColumns(null, metas))
  const shown = useMemo(() => {
    const found = (rows ?? []).filter((row) => matches(config.textOf(row), state.search))
    return sortRows(found, state.sort, config.sortValue)
  }, [rows, config, state.search, state.sort])
  const open = rows?.find((row) => row.id === state.row)
  useHotkeys({
    '/': () => search.current?.focus(),
    j: () => table.current?.move(1),
    k: () => table.current?.move(-1),
    Escape: () => state.row !== null && state.setRow(null),
  })
  return (
    <div className="flex min-h-full md:h-full">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col px-4 pt-5 md:px-6 md:pt-6 lg:px-8">
        <div className="mb-4 flex min-h-8 items-center justify-between gap-4">
          <h1 className="page-title min-w-0 truncate">{config.title}</h1>
          <div className="flex shrink-0 gap-2">{props.actions}</div>
        </div>
        <div className="mb-2">
          <SearchField
            ref={search}
            value={state.search}
            hint={config.searchHint}
            onChange={state.setSearch}
          />
          {props.note ? <p className="mt-2 text-soft text-sm">{props.note}</p> : null}
        </div>
        <AdminListBody
          noun={config.noun}
          columns={config.columns}
          layout={columns}
          query={query}
          isLoaded={rows !== undefined}
        >
          {shown.length > 0 ? (
            <DataTable
              ref={table}
              label={config.title}
              columns={config.columns}
              rows={shown}
              layout={{ columns, onColumnsChange: setColumns, density: 'standard' }}
              sorting={{ value: state.sort, onChange: state.setSort }}
              paging={{ ...NOTHING_MORE, total: shown.length, isFetching: query.isFetching }}
              opening={{ id: state.row, onOpen: state.setRow }}
            />
          ) : (
            <NoRows config={config} onClear={state.search === null ? null : () => state.setSearch(null)} />
          )}
        </AdminListBody>
      </div>
      {open ? (
        <DetailPane
          title={config.rowTitle(open)}
          onClose={() => state.setRow(null)}
          onStep={(step) => table.current?.move(step)}
        >
          <div key={open.id}>{props.detail(open)}</div>
        </DetailPane>
      ) : null}
    </div>
  )
}

function NoRows<Row extends { id: string }>({
  config,
  onClear,
}: {
  config: AdminListConfig<Row>
  /** Clears the search; null when no search is active. */
  onClear: (() => void) | null
}) {
  return onClear ? (
    <EmptyState title={`No ${config.noun} match`} action={<Button onClick={onClear}>Clear search</Button>}>
      Try fewer words.
    </EmptyState>
  ) : (
    <EmptyState title={config.empty.title}>{config.empty.text}</EmptyState>
  )
}
