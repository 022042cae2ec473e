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
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { PERIOD_CHANGES_PATH } from '#lib/billing-periods/paths.ts'
import { billingPeriodQueries } from '#lib/billing-periods/queries.ts'
import { withComparableSort } from '#lib/comparable-sort.ts'
import { apiPaths } from '#lib/paths.ts'
import { serializeParams } from '#lib/search-params.ts'
import { billingPeriodList } from './config.tsx'

const loadDetail = () => import('./billing-period-detail.tsx').then((module) => module.BillingPeriodDetail)
const BillingPeriodDetail = lazyComponent(loadDetail)

/** The list of billing periods. */
export function BillingPeriodsView() {
  const tList = useWords('list')
  const t = useWords('billing-periods')
  const tStatuses = useWords('statuses')
  const config = useMemo(() => billingPeriodList(t, tList, tStatuses), [t, tList, tStatuses])
  const state = useListState(billingPeriodFilters)
  usePreload(loadDetail, state.row !== null)
  const filters = withComparableSort(state.filters, '-start_date')
  const listQuery = billingPeriodQueries.list(filters)
  const list = useList(useInfiniteQuery(listQuery), listQuery.queryKey)
  const choices = useFilterOptions(useQuery(billingPeriodQueries.options()))
  const search = serializeParams(billingPeriodFilters, filters)
  return (
    <ListScreen
      config={config}
      state={{ ...state, filters }}
      list={list}
      choices={choices}
      exportPath={apiPaths.billingPeriodsExport(search)}
      blockedSorts={sortBlock(filters, tList)}
      link={
        <PageLink href={PERIOD_CHANGES_PATH} className={buttonClass('quiet')}>
          {tList('changes')}
        </PageLink>
      }
      detail={(id, row) => <BillingPeriodDetail key={id} id={id} row={row} onOpen={state.setRow} />}
    />
  )
}
