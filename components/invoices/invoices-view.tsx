'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { useMemo } from 'react'
import { useFilterOptions } from '#components/filters/use-filter-options.ts'
import { ListScreen } from '#components/list/list-screen.tsx'
import { sortBlock } from '#components/list/sort-block.ts'
import { useList } from '#components/list/use-list.ts'
import { useListState } from '#components/list/use-list-state.ts'
import { lazyComponent, usePreload } from '#components/ui/lazy-component.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { invoiceFilters } from '#lib/invoices/filters.ts'
import { fitToSource } from '#lib/invoices/fit-to-source.ts'
import { invoicesPath } from '#lib/invoices/paths.ts'
import { invoiceQueries } from '#lib/invoices/queries.ts'
import { apiPaths } from '#lib/paths.ts'
import { serializeParams } from '#lib/search-params.ts'
import { outsideWords } from '#lib/sources/outside-words.ts'
import { sourceQueries } from '#lib/sources/queries.ts'
import type { Sources } from '#lib/sources/schema.ts'
import { SOURCES, type Source } from '#lib/sources.ts'
import { invoiceList } from './config.ts'

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

type SourceTabsProps = { current: Source; onChoose: (source: Source) => void }

/** One list per source. Sources are never mixed, because the same debt can appear in several. */
function SourceTabs({ current, onChoose }: SourceTabsProps) {
  const format = useFormat()
  const t = useWords('invoices')
  const tNames = useWords('names')
  const tShell = useWords('shell')
  const { data } = useQuery(sourceQueries.health())
  const hidden = data?.sources.filter((source) => source.outOfScope !== null) ?? []
  return (
    <>
      <nav aria-label={t('tabs.label')} className="mb-4 flex gap-5 overflow-x-auto border-line border-b">
        {SOURCES.filter((source) => !hidden.some((one) => one.source === source)).map((source) => {
          const count = invoiceCount(data, source)
          return (
            <a
              key={source}
              href={invoicesPath({ source })}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return
                event.preventDefault()
                onChoose(source)
              }}
              aria-current={source === current ? 'page' : undefined}
              className={clsx(
                '-mb-px flex h-9 shrink-0 items-center gap-1.5 border-b-2 focus-visible:-outline-offset-2',
                source === current
                  ? 'border-accent font-medium text-ink'
                  : 'border-transparent text-soft hover:text-ink',
              )}
            >
              {tNames(`source.${source}`)}
              {count === null ? null : (
                <span className="hidden font-normal text-faint text-sm md:inline">{format.count(count)}</span>
              )}
            </a>
          )
        })}
      </nav>
      {hidden
        .filter(({ state }) => state !== 'off')
        .map(({ source }) => (
          <p key={source} className="-mt-1 mb-3 text-soft text-sm">
            {outsideWords(source, tShell)}
          </p>
        ))}
    </>
  )
}

function invoiceCount(sources: Sources | undefined, source: Source): number | null {
  const health = sources?.sources.find((one) => one.source === source)
  if (!health || health.state === 'off') return null
  return health.resources.find((resource) => resource.resource === 'invoices')?.rows ?? null
}
