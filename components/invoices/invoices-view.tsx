'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useFilterOptions } from '#components/filters/use-filter-options.ts'
import { ListScreen } from '#components/list/list-screen.tsx'
import { sortBlock } from '#components/list/sort-block.ts'
import { useList } from '#components/list/use-list.ts'
import { useListState } from '#components/list/use-list-state.ts'
import { buttonClass } from '#components/ui/button.tsx'
import { lazyComponent, usePreload } from '#components/ui/lazy-component.tsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { useWords } from '#components/ui/words.tsx'
import { invoiceFilters } from '#lib/invoices/filters.ts'
import { fitToSource } from '#lib/invoices/fit-to-source.ts'
import { invoiceChangesPath, invoicesPath } from '#lib/invoices/paths.ts'
import { invoiceQueries } from '#lib/invoices/queries.ts'
import { apiPaths } from '#lib/paths.ts'
import { serializeParams } from '#lib/search-params.ts'
import { invoiceList } from './config.ts'
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
  const choices = useFilterOptions(useQuery(invoiceQueries.options(source)))
  const t = useWords('invoices')
  const tList = useWords('list')
  const isPast = filters.as_of !== null
  const note = source === 'hello-tractor' ? null : t(`note.${source}`)
  const config = useMemo(
    // The PDFs are those of today.
    () => ({ ...invoiceList(source, t, tList), selectionBar: isPast ? undefined : PackBar }),
    [source, t, tList, isPast],
  )
  return (
    <ListScreen
      key={source}
      config={config}
      state={{ ...state, filters }}
      list={list}
      choices={choices}
      exportPath={apiPaths.invoicesExport(serializeParams(invoiceFilters, filters))}
      blockedSorts={sortBlock(filters, tList)}
      link={
        <PageLink href={invoiceChangesPath(source)} className={buttonClass('quiet')}>
          {tList('changes')}
        </PageLink>
      }
      detail={(id, row) => <InvoiceDetail key={`${source} ${id}`} source={source} id={id} row={row} />}
      tabs={
        <>
          <SourceTabs
            current={source}
            href={(chosen) => invoicesPath({ source: chosen, search: filters.search })}
            onChoose={(chosen) => state.startOver({ source: chosen, search: filters.search })}
          />
          {note ? <p className="-mt-1 mb-3 text-soft text-sm">{note}</p> : null}
        </>
      }
    />
  )
}
