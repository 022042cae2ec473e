import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { FilterSpec } from '#components/filters/filter-spec.ts'
import { type ListConfig, ListScreen } from '#components/list/list-screen.tsx'
import { type ListPage, useList } from '#components/list/use-list.ts'
import { useListState } from '#components/list/use-list-state.ts'
import type { SelectionBarProps } from '#components/list/use-selecting.tsx'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { FIRST_PAGE, pageSearch } from '#lib/api/paging.ts'
import type { CurrencyTotal, Freshness } from '#lib/schema.ts'
import {
  currencyParam,
  dayParam,
  defaulted,
  list,
  oneOf,
  searchParam,
  serializeParams,
} from '#lib/search-params.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { COLUMNS, type Row, rows } from './rows.tsx'

const SORTS = ['contract', '-contract', 'amount', '-amount']

const FILTERS = {
  search: searchParam,
  currency: currencyParam,
  status: list(oneOf(['paid', 'failed']), 'paid or failed'),
  start_from: dayParam,
  start_to: dayParam,
  sort: defaulted(oneOf(SORTS), 'a column', '-contract'),
}

export const SPECS: readonly FilterSpec[] = [
  {
    kind: 'choice',
    key: 'status',
    label: 'Status',
    labels: { paid: 'Paid', failed: 'Failed' },
    isPinned: true,
  },
  { kind: 'days', key: 'start_from', to: 'start_to', label: 'Start' },
  { kind: 'choice', key: 'currency', label: 'Currency' },
]

export const OPTIONS: FilterOptions = {
  options: {
    status: [
      { value: 'paid', label: 'paid', count: 1204 },
      { value: 'failed', label: 'failed', count: 7 },
    ],
    currency: [{ value: 'NGN', label: 'NGN', count: 1211 }],
  },
  more: {},
  snapshot: '1',
}

/** The age of a mirror that misses nothing. */
export function fresh(rest: Partial<Freshness> = {}): Freshness {
  return {
    source: 'hello-tractor',
    resource: 'billing-periods',
    recentAsOf: '2026-11-25T08:55:00.000Z',
    historyAsOf: null,
    complete: true,
    missing: [],
    unreadableDates: 0,
    pausedSince: null,
    ...rest,
  }
}

/** The totals of one currency. */
export function total(count: number, rest: Partial<CurrencyTotal> = {}): CurrencyTotal {
  return { currency: 'NGN', count, amount: '5000000.00', unknownAmounts: 0, ...rest }
}

/** One page of the list as its route sends it. */
export function page(own: Partial<ListPage<Row>> = {}): ListPage<Row> {
  const all = own.rows ?? rows(3)
  return {
    rows: all,
    nextCursor: null,
    totals: [total(all.length)],
    snapshot: '1',
    freshness: [fresh()],
    ...own,
  }
}

function SelectionBar({ chosen, total: all, onAll, onClear }: SelectionBarProps) {
  return (
    <section aria-label="Selected contracts">
      <p>{chosen.isAll ? `all ${all}` : [...chosen.ids].join(' ') || 'none'}</p>
      <button type="button" onClick={onAll}>
        Select every match
      </button>
      <button type="button" onClick={onClear}>
        Clear
      </button>
    </section>
  )
}

const CONFIG: ListConfig<Row> = {
  title: 'Contracts',
  list: 'invoices',
  searchHint: 'Search contract',
  columns: COLUMNS,
  specs: SPECS,
  fileName: 'contracts',
  rowTitle: (id, row) => row?.name ?? `Contract ${id}`,
  isSelectable: true,
  selectionBar: SelectionBar,
}

/** A list screen as the features build theirs; its route is `/api/contracts`. */
export function ContractList({ config = {} }: { config?: Partial<ListConfig<Row>> }) {
  const state = useListState(FILTERS)
  const search = serializeParams(FILTERS, state.filters)
  const query = infiniteQueryOptions({
    queryKey: ['contracts', search.toString()],
    queryFn: ({ pageParam }) => fetchJson<ListPage<Row>>(`/api/contracts?${pageSearch(search, pageParam)}`),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (last: ListPage<Row>) => last.nextCursor,
    placeholderData: keepPreviousData,
  })
  return (
    <ListScreen
      config={{ ...CONFIG, ...config }}
      state={state}
      list={useList(useInfiniteQuery(query), query.queryKey)}
      choices={{ options: OPTIONS }}
      exportPath={`/api/contracts/export?${search}`}
      blockedSorts={undefined}
      detail={(id, row) => <p>{row ? `All about ${row.name}` : `${id} is not in the list`}</p>}
    />
  )
}
