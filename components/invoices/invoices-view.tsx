'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useFilterOptions } from '#components/filters/use-filter-options.ts'
import { amountSortBlock } from '#components/list/amount-sort.ts'
import { ListScreen } from '#components/list/list-screen.tsx'
import { useList } from '#components/list/use-list.ts'
import { useListState } from '#components/list/use-list-state.ts'
import { lazyComponent, usePreload } from '#components/ui/lazy-component.tsx'
import { invoiceFilters } from '#lib/invoices/filters.ts'
import { fitToSource } from '#lib/invoices/fit-to-source.ts'
import { invoiceQueries } from '#lib/invoices/queries.ts'
import { apiPaths } from '#lib/paths.ts'
import { serializeParams } from '#lib/search-params.ts'
import { INVOICE_LISTS } from './config.ts'
import { SOURCE_NOTES } from './copy.ts'
import { SourceTabs } from './source-tabs.tsx'

const loadDetail = () => import('./invoice-detail.tsx').then((module) => module.InvoiceDetail)
const InvoiceDetail = lazyComponent(loadDetail)

/**
 * Kept out of the list configuration: the server page imports the configuration, and would send all of its
 * imports at once.
 */
const PackBar = lazyComponent(() => import('./pack-bar.tsx').then((module) => module.PackBar))

/** The invoices of one source. */
export function InvoicesView() {
  const state = useListState(invoiceFilters)
  usePreload(loadDetail, state.row !== null)
  const filters = fitToSource(state.filters)
  const { source } = filters
  const listQuery = invoiceQueries.list(filters)
  const list = useList(useInfiniteQuery(listQuery), listQuery.queryKey)
  const options = useFilterOptions(useQuery(invoiceQueries.options(source)))
  const note = SOURCE_NOTES[source]
  const config = useMemo(() => ({ ...INVOICE_LISTS[source], selectionBar: PackBar }), [source])
  return (
    <ListScreen
      key={source}
      config={config}
      state={{ ...state, filters }}
      list={list}
      options={options}
      exportPath={apiPaths.invoicesExport(serializeParams(invoiceFilters, filters))}
      blockedSorts={amountSortBlock(filters.currency)}
      detail={(id, row) => <InvoiceDetail key={`${source} ${id}`} source={source} id={id} row={row} />}
      tabs={
        <>
          <SourceTabs current={source} onChoose={(chosen) => state.startOver({ source: chosen })} />
          {note ? <p className="-mt-1 mb-3 text-soft text-sm">{note}</p> : null}
        </>
      }
    />
  )
}
