'use client'

import { type ReactNode, useMemo, useRef, useState } from 'react'
import { FilterBar } from '#components/filters/filter-bar.tsx'
import {
  describeFilter,
  type FilterSpec,
  type FilterValues,
  isActive,
} from '#components/filters/filter-spec.ts'
import { type ColumnChoice, chosenColumns, writeColumns } from '#components/table/column-layout.ts'
import { DataTable, type TableHandle } from '#components/table/data-table.tsx'
import type { Sorting } from '#components/table/header-cell.tsx'
import { SelectionContext } from '#components/table/selection.tsx'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import type { ExportFormat } from '#lib/export-format.ts'
import type { Params } from '#lib/search-params.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { FormerNotice } from './former-notice.tsx'
import { ListActions } from './list-actions.tsx'
import { ListBody } from './list-body.tsx'
import { NarrowSort } from './narrow-sort.tsx'
import { nounOf } from './noun.ts'
import { PagingNotice } from './paging-notice.tsx'
import { TotalsBar } from './totals-bar.tsx'
import { TotalsSkeleton } from './totals-skeleton.tsx'
import { useHotkeys } from './use-hotkeys.ts'
import type { List } from './use-list.ts'
import type { useListState } from './use-list-state.ts'
import { type Selectable, useSelecting } from './use-selecting.tsx'

/** The fallback reserves the pane's space while it loads, so that the list does not jump. */
const DetailPane = lazyComponent(
  () => import('#components/detail/detail-pane.tsx').then((module) => module.DetailPane),
  <div className="hidden w-[400px] shrink-0 border-line border-l bg-panel lg:block" />,
)
const ShortcutsHelp = lazyComponent(() =>
  import('./shortcuts-help.tsx').then((module) => module.ShortcutsHelp),
)

/** Style of rows and totals that do not match the new filters yet. */
const DIMMED = 'opacity-50 transition-opacity delay-150'

/** Static configuration of a list. */
export type ListConfig<Row extends { id: string }> = Selectable<Row> & {
  title: string
  searchHint: string
  specs: readonly FilterSpec[]
  hasAmounts?: boolean
  /** Name of the exported file, without extension. */
  fileName: string
  /** Export formats; all by default. */
  formats?: readonly ExportFormat[]
  /** Why the list is empty; by default, because the source lists nothing. */
  emptyReason?: string
  /** Title of an opened row, in the bar of its detail. */
  rowTitle: (id: string, row: Row | undefined) => string
}

type ListScreenProps<Row extends { id: string }> = {
  config: ListConfig<Row>
  state: Omit<ReturnType<typeof useListState<Params>>, 'filters'> & {
    filters: FilterValues & { sort: string }
  }
  list: List<Row>
  options: FilterOptions | undefined
  exportPath: string
  blockedSorts: Sorting['blocked']
  /** Renders the detail of the open row. `row` is undefined if the row is not loaded in the list. */
  detail: (id: string, row: Row | undefined) => ReactNode
  tabs?: ReactNode
}

/** A list with its filters, totals, table, detail, export and keyboard shortcuts. The URL holds its state. */
export function ListScreen<Row extends { id: string }>(props: ListScreenProps<Row>) {
  const { config, state, list, options } = props
  const format = useFormat()
  const table = useRef<TableHandle>(null)
  const search = useRef<HTMLInputElement>(null)
  const page = useRef<HTMLDivElement>(null)
  const [isHelpOpen, setIsHelpOpen] = useState(false)
  const metas = useMemo(
    () => new Map(config.columns.map((column) => [column.id, column.meta])),
    [config.columns],
  )
  const columns = useMemo(() => chosenColumns(state.columns, metas), [state.columns, metas])
  const setColumns = (next: readonly ColumnChoice[] | null) =>
    state.setColumns(next && writeColumns(selecting.withoutSelect(next), metas))
  const selecting = useSelecting(config, list, state.filters, columns)
  const sorting = { value: state.filters.sort, onChange: state.setSort, blocked: props.blockedSorts }
  const narrowing = config.specs.filter((spec) => isActive(state.filters, spec))
  const clear = () => state.clearFilters(['source'])

  useHotkeys({
    '/': () => search.current?.focus(),
    f: () => page.current?.querySelector<HTMLElement>('.add-filter')?.click(),
    j: () => table.current?.move(1),
    k: () => table.current?.move(-1),
    '?': () => setIsHelpOpen(true),
    Escape: () => {
      if (state.row !== null) state.setRow(null)
      else selecting.clear()
    },
  })

  const described = narrowing.map((spec) => ({
    label: spec.label,
    description: describeFilter(state.filters, spec, options, format),
  }))
  const searched = state.filters.search ? [{ label: 'Search', description: `“${state.filters.search}”` }] : []
  // Offline, the totals still belong to the previous filters, so the contents of an export are unknown.
  const isFormer = list.query.isPaused && list.query.isPlaceholderData
  const exporting = !isFormer &&
    list.first && {
      noun: config.noun,
      path: props.exportPath,
      fileName: config.fileName,
      formats: config.formats,
      filters: [...searched, ...described],
      totals: list.first.totals,
      freshness: list.first.freshness,
    }
  const openRow = list.rows.find((row) => row.id === state.row)
  return (
    <div ref={page} className="flex min-h-full md:h-full">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col px-4 pt-5 md:px-6 md:pt-6 lg:px-8">
        <div className="mb-4 flex items-center justify-between gap-4">
          <h1 className="page-title min-w-0 truncate">{config.title}</h1>
          <ListActions
            columns={{
              metas,
              columns,
              onColumnsChange: setColumns,
              density: state.density,
              onDensityChange: state.setDensity,
            }}
            exporting={exporting || null}
          />
        </div>
        {props.tabs}
        <FilterBar
          specs={config.specs}
          values={state.filters}
          options={options}
          search={{ hint: config.searchHint, ref: search }}
          onChange={state.setFilters}
          onClear={clear}
          closeLabel={`Show ${format.count(list.total)} ${nounOf(config.noun, list.total)}`}
          narrowSort={<NarrowSort metas={metas} sorting={sorting} />}
        />
        {isFormer ? <FormerNotice /> : null}
        <div className={list.query.isPlaceholderData ? `mt-3 ${DIMMED}` : 'mt-3'}>
          {list.first ? (
            <TotalsBar
              noun={config.noun}
              totals={list.first.totals}
              freshness={list.first.freshness}
              hasAmounts={config.hasAmounts}
              onRenew={list.hasNewer ? list.renew : null}
            />
          ) : null}
          {list.query.isPending ? <TotalsSkeleton /> : null}
        </div>
        <div
          className={
            list.query.isPlaceholderData
              ? `flex min-h-0 flex-1 flex-col ${DIMMED}`
              : 'flex min-h-0 flex-1 flex-col'
          }
        >
          <ListBody
            noun={config.noun}
            list={list}
            columns={selecting.columns}
            layout={selecting.layout}
            emptyReason={config.emptyReason}
            isNarrowed={narrowing.length > 0 || Boolean(state.filters.search)}
            onClear={clear}
          >
            <SelectionContext value={selecting.rows}>
              <DataTable
                ref={table}
                label={config.title}
                columns={selecting.columns}
                rows={list.rows}
                layout={{ columns: selecting.layout, onColumnsChange: setColumns, density: state.density }}
                sorting={sorting}
                paging={{
                  total: list.total,
                  hasMore: list.query.hasNextPage && !list.query.isFetchNextPageError,
                  isFetching: list.query.isFetching,
                  fetchMore: list.fetchMore,
                }}
                opening={{ id: state.row, onOpen: state.setRow }}
              />
            </SelectionContext>
            <PagingNotice list={list} />
          </ListBody>
        </div>
        {selecting.bar}
      </div>
      {state.row === null ? null : (
        <DetailPane
          title={config.rowTitle(state.row, openRow)}
          onClose={() => state.setRow(null)}
          onStep={(step) => table.current?.move(step)}
        >
          {props.detail(state.row, openRow)}
        </DetailPane>
      )}
      {isHelpOpen ? <ShortcutsHelp onClose={() => setIsHelpOpen(false)} /> : null}
    </div>
  )
}
