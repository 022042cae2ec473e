'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useFilterOptions } from '#components/filters/use-filter-options.ts'
import { amountSortBlock } from '#components/list/amount-sort.ts'
import { ListScreen } from '#components/list/list-screen.tsx'
import { useList } from '#components/list/use-list.ts'
import { useListState } from '#components/list/use-list-state.ts'
import { lazyComponent, usePreload } from '#components/ui/lazy-component.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { Day } from '#lib/calendar-date.ts'
import { withComparableSort } from '#lib/comparable-sort.ts'
import { CONTRACT_AMOUNT_SORTS, contractFilters } from '#lib/contracts/filters.ts'
import { contractQueries } from '#lib/contracts/queries.ts'
import { apiPaths } from '#lib/paths.ts'
import { serializeParams } from '#lib/search-params.ts'
import { contractList } from './config.tsx'
import { ContractsAgeNote } from './contracts-age-note.tsx'

const loadPane = () => import('./contract-pane.tsx').then((module) => module.ContractPane)
const ContractPane = lazyComponent(loadPane)

/** The list of contracts. `today` is the day in the business time zone. */
export function ContractsView({ today }: { today: Day }) {
  const format = useFormat()
  const tList = useWords('list')
  const t = useWords('contracts')
  const tMoved = useWords('movement')
  const config = useMemo(() => contractList(t, tList, tMoved), [t, tList, tMoved])
  const state = useListState(contractFilters, CONTRACT_AMOUNT_SORTS)
  usePreload(loadPane, state.row !== null)
  const filters = withComparableSort(state.filters, '-weeks_behind', CONTRACT_AMOUNT_SORTS)
  const listQuery = contractQueries.list(filters)
  const query = useInfiniteQuery(listQuery)
  const list = useList(query, listQuery.queryKey)
  const first = query.data?.pages[0]
  const leftOut = first?.totals.reduce((sum, total) => sum + total.others, 0) ?? 0
  const choices = useFilterOptions(useQuery(contractQueries.options()))
  return (
    <ListScreen
      config={config}
      state={{ ...state, filters }}
      list={list}
      choices={choices}
      exportPath={apiPaths.contractsExport(serializeParams(contractFilters, filters))}
      amountSorts={CONTRACT_AMOUNT_SORTS}
      blockedSorts={amountSortBlock(filters.currency, tList, CONTRACT_AMOUNT_SORTS)}
      detail={(id) => <ContractPane key={id} id={id} today={today} />}
      tabs={first ? <ContractsAgeNote age={first} today={today} leftOut={leftOut} /> : null}
      totalNote={(currency) => {
        const billed = first?.totals.find((total) => total.currency === currency)?.billed ?? null
        return billed === null ? null : t('totals.of', { amount: format.amount(billed, currency) })
      }}
    />
  )
}
