import { useQueryStates } from 'nuqs'
import { type ComponentProps, type ReactNode, useMemo, useState } from 'react'
import { SearchField } from '#components/filters/search-field.tsx'
import { ListFrame } from '#components/list/list-frame.tsx'
import type { AppColumn } from '#components/table/column.ts'
import { useListTable } from '#components/table/use-list-table.ts'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { useWords } from '#components/ui/words.tsx'
import { type AdminListName, adminListParams } from '#lib/admin/list-params.ts'
import { sortRows } from '#lib/admin/words.ts'
import { containsWords } from '#lib/plain-text.ts'
import { urlParsers } from '#lib/search-params.ts'

export type SortValue<Row> = (row: Row) => string | null

/** Static configuration of one admin list. */
export type AdminListConfig<Row extends { id: string }> = {
  list: AdminListName
  searchHint: string
  columns: readonly AppColumn<Row>[]
  defaultSort: string
  /** The texts that the search covers. */
  textsOf: (row: Row) => readonly (string | null)[]
  /** The values that the list can be sorted by. */
  sortValues: { name: SortValue<Row> } & Readonly<Record<string, SortValue<Row>>>
  rowTitle: (row: Row) => string
  empty: { title: string; text: string }
}

type AdminListProps<Row extends { id: string }> = {
  config: AdminListConfig<Row>
  rows: readonly Row[] | undefined
  query: ComponentProps<typeof ListFrame>['reading']['query']
  actions?: ReactNode
  /** Says which rows the list leaves out. */
  note?: string
  detail: (row: Row) => ReactNode
}

/** These lists are read whole. */
const NOTHING_MORE = { hasMore: false, fetchMore: () => {} }

/** A list short enough to search and sort in the browser, with the open row in full beside it. */
export function AdminList<Row extends { id: string }>(props: AdminListProps<Row>) {
  const { config, rows, query } = props
  const tTabs = useWords('admin-tabs')
  const state = useAdminListState(config.list, config.defaultSort)
  const [columns, setColumns] = useState<string | null>(null)
  const shown = useMemo(() => {
    const found = (rows ?? []).filter((row) => containsWords(config.textsOf(row), state.search))
    return sortRows(found, state.sort, (row, field) => {
      const readValue = Object.hasOwn(config.sortValues, field) ? config.sortValues[field] : undefined
      return (readValue ?? config.sortValues.name)(row)
    })
  }, [rows, config, state.search, state.sort])
  const table = useListTable(config.columns, shown, { text: columns, onChange: setColumns })
  const open = rows?.find((row) => row.id === state.row)
  return (
    <ListFrame
      title={tTabs(`tab.${config.list}`)}
      actions={props.actions}
      reading={{ list: config.list, query, isLoaded: rows !== undefined }}
      shown={{
        columns: config.columns,
        rows: shown,
        table,
        density: 'standard',
        sorting: { value: state.sort, onChange: state.setSort },
        paging: { ...NOTHING_MORE, total: shown.length, isFetching: query.isFetching },
      }}
      empty={<NoRows config={config} onClear={state.search === null ? null : () => state.setSearch(null)} />}
      opening={{
        id: state.row,
        onOpen: state.setRow,
        title: open ? config.rowTitle(open) : '',
        detail: open ? <div key={open.id}>{props.detail(open)}</div> : null,
      }}
    >
      <div className="mb-2">
        <SearchField value={state.search} hint={config.searchHint} onChange={state.setSearch} />
        {props.note ? <p className="mt-2 text-soft text-sm">{props.note}</p> : null}
      </div>
    </ListFrame>
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
  const t = useWords('admin')
  const _tTabs = useWords('admin-tabs')
  return onClear ? (
    <EmptyState
      title={t('match.none', { list: config.list })}
      action={<Button onClick={onClear}>{t('match.clear')}</Button>}
    >
      {t('match.hint')}
    </EmptyState>
  ) : (
    <EmptyState title={config.empty.title}>{config.empty.text}</EmptyState>
  )
}

/** Keeps the view of an admin list in the URL, so that Back works and a copied link opens the same view. */
function useAdminListState(list: AdminListName, defaultSort: string) {
  const parsers = useMemo(() => urlParsers(adminListParams(list)), [list])
  const [{ search, sort, row }, setValues] = useQueryStates(parsers)
  return {
    search,
    sort: sort ?? defaultSort,
    row,
    setSearch: (value: string | null) => void setValues({ search: value }, { history: 'replace' }),
    setSort: (value: string) =>
      void setValues({ sort: value === defaultSort ? null : value }, { history: 'push' }),
    /** Opens a row, or closes the pane with null. Stepping between open rows adds no history entry. */
    setRow: (id: string | null) =>
      void setValues({ row: id }, { history: row !== null && id !== null ? 'replace' : 'push' }),
  }
}
