import clsx from 'clsx'
import { type ReactNode, useState } from 'react'
import { FilterBar } from '#components/filters/filter-bar.tsx'
import {
  chosenValues,
  type FilterSpec,
  type FilterValues,
  isActive,
} from '#components/filters/filter-spec.ts'
import type { FilterChoices } from '#components/filters/use-filter-options.ts'
import type { Sorting } from '#components/table/header-cell.tsx'
import { SelectionContext } from '#components/table/selection.tsx'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { ExportFormat } from '#lib/export-format.ts'
import type { Params } from '#lib/search-params.ts'
import { ListActions } from './list-actions.tsx'
import { DIMMED, ListFrame } from './list-frame.tsx'
import { FormerNotice, PagingNotice } from './list-notices.tsx'
import { NarrowSort } from './narrow-sort.tsx'
import { TotalsBar } from './totals-bar.tsx'
import { TotalsSkeleton } from './totals-skeleton.tsx'
import { useHotkeys } from './use-hotkeys.ts'
import type { List } from './use-list.ts'
import type { useListState } from './use-list-state.ts'
import { type Selectable, useSelecting } from './use-selecting.tsx'

const NoRows = lazyComponent(() => import('./no-rows.tsx').then((module) => module.NoRows))
const PastNotice = lazyComponent(() =>
  import('#components/filters/past-notice.tsx').then((module) => module.PastNotice),
)
const ShortcutsHelp = lazyComponent(() =>
  import('./shortcuts-help.tsx').then((module) => module.ShortcutsHelp),
)

const SortQuestion = lazyComponent(() => import('./sort-question.tsx').then((module) => module.SortQuestion))
const AMOUNT_SORTS = ['amount']

/** Static configuration of a list. */
export type ListConfig<Row extends { id: string }> = Selectable<Row> & {
  title: string
  searchHint: string
  specs: readonly FilterSpec[]
  hasAmounts?: boolean
  /** Name of the exported file, without extension. */
  fileName: string
  /** True if the server also writes files for people, with the columns of the screen. */
  hasPeopleFile?: boolean
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
  choices: FilterChoices
  exportPath: string
  blockedSorts: Sorting['blocked']
  /** The sorts that need one currency. */
  amountSorts?: readonly string[]
  /** Renders the detail of the open row. `row` is undefined if the row is not loaded in the list. */
  detail: (id: string, row: Row | undefined) => ReactNode
  tabs?: ReactNode
  /** A link to another page about these rows. */
  link?: ReactNode
  /** Says what the sum of a currency is, after it. */
  totalNote?: (currency: string | null) => string | null
}

/** A list with its filters, totals, table, detail, export and keyboard shortcuts. The URL holds its state. */
export function ListScreen<Row extends { id: string }>(props: ListScreenProps<Row>) {
  const { config, state, list, choices } = props
  const { specs } = config
  const { query, first } = list
  const t = useWords('list')
  const columnsText = { text: state.columns, onChange: state.setColumns }
  const selecting = useSelecting(config, list, state.filters, columnsText)
  const [wanted, setWanted] = useState<string | null>(null)
  const sorting = {
    value: state.filters.sort,
    onChange: state.setSort,
    blocked: props.blockedSorts,
    asked: { fields: props.amountSorts ?? AMOUNT_SORTS, ask: setWanted },
  }
  const openRow = list.rows.find((row) => row.id === state.row)
  const clear = () => state.clearFilters(['source'])
  // Offline, the totals still belong to the previous filters, so the contents of an export are unknown.
  const isFormer = query.isPaused && query.isPlaceholderData
  return (
    <SelectionContext value={selecting.rows}>
      <ListFrame
        title={config.title}
        actions={
          <>
            {props.link}
            <ListActions
              columns={{
                table: selecting.table,
                onReset: () => state.setColumns(null),
                density: state.density,
                onDensityChange: state.setDensity,
              }}
              exporting={isFormer || !first ? null : { ...props, first }}
            />
          </>
        }
        reading={{
          list: config.list,
          query,
          isLoaded: first !== undefined,
          isDimmed: query.isPlaceholderData,
        }}
        shown={{
          columns: selecting.columns,
          rows: list.rows,
          table: selecting.table,
          density: state.density,
          sorting,
          paging: {
            total: list.total,
            hasMore: query.hasNextPage && !query.isFetchNextPageError,
            isFetching: query.isFetching,
            fetchMore: list.fetchMore,
          },
        }}
        empty={
          <NoRows
            list={config.list}
            freshness={first?.freshness}
            isNarrowed={specs.some((spec) => isActive(state.filters, spec)) || Boolean(state.filters.search)}
            emptyReason={config.emptyReason}
            search={config.list === 'events' ? null : chosenValues(state.filters, 'search')[0]}
            onClear={clear}
          />
        }
        opening={{
          id: state.row,
          onOpen: state.setRow,
          title: state.row === null ? '' : config.rowTitle(state.row, openRow),
          detail: state.row === null ? null : props.detail(state.row, openRow),
        }}
        onEscape={selecting.clear}
        foot={
          <>
            {list.rows.length > 0 ? <PagingNotice list={list} /> : null}
            {selecting.bar}
          </>
        }
      >
        {props.tabs}
        <FilterBar
          specs={specs}
          values={state.filters}
          {...choices}
          searchHint={config.searchHint}
          onChange={state.setFilters}
          onClear={clear}
          closeLabel={t('show', { list: config.list, count: list.total })}
          narrowSort={<NarrowSort columns={config.columns} sorting={sorting} />}
        />
        {isFormer ? <FormerNotice /> : null}
        {first?.asOf ? (
          <PastNotice list={config.list} asOf={first.asOf} onBack={() => state.setFilters({ as_of: null })} />
        ) : null}
        <div className={clsx('mt-3', query.isPlaceholderData && DIMMED)}>
          {first ? (
            <TotalsBar
              list={config.list}
              totals={first.totals}
              freshness={first.freshness}
              hasAmounts={config.hasAmounts}
              onRenew={list.hasNewer ? list.renew : null}
              noteOf={props.totalNote}
            />
          ) : null}
          {query.isPending ? <TotalsSkeleton /> : null}
        </div>
      </ListFrame>
      <ListShortcuts />
      {wanted === null ? null : (
        <SortQuestion
          options={choices.options}
          onChoose={(currency) => state.setFilters({ currency: [currency], sort: wanted })}
          onClose={() => setWanted(null)}
        />
      )}
    </SelectionContext>
  )
}

/** The keyboard shortcuts that only these lists have. */
function ListShortcuts() {
  const [isHelpOpen, setIsHelpOpen] = useState(false)
  useHotkeys({
    f: () => document.querySelector<HTMLElement>('.add-filter')?.click(),
    '?': () => setIsHelpOpen(true),
  })
  return isHelpOpen ? <ShortcutsHelp onClose={() => setIsHelpOpen(false)} /> : null
}
