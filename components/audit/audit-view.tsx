'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useFilterOptions } from '#components/filters/use-filter-options.ts'
import { ListScreen } from '#components/list/list-screen.tsx'
import { useList } from '#components/list/use-list.ts'
import { useListState } from '#components/list/use-list-state.ts'
import { lazyComponent, usePreload } from '#components/ui/lazy-component.tsx'
import { auditFilters } from '#lib/audit/filters.ts'
import { auditExportPath, auditQueries } from '#lib/audit/queries.ts'
import { ChainState } from './chain-state.tsx'
import { AUDIT_LIST } from './config.ts'

const loadDetail = () => import('./event-detail.tsx').then((module) => module.EventDetail)
const EventDetail = lazyComponent(loadDetail)

/** The audit log: events, actors, and whether the hash chain is intact. */
export function AuditView() {
  const state = useListState(auditFilters)
  usePreload(loadDetail, state.row !== null)
  const listQuery = auditQueries.list(state.filters)
  const list = useList(useInfiniteQuery(listQuery), listQuery.queryKey)
  const options = useFilterOptions(useQuery(auditQueries.options()))
  return (
    <ListScreen
      config={AUDIT_LIST}
      state={state}
      list={list}
      options={options}
      exportPath={auditExportPath(state.filters)}
      blockedSorts={{}}
      detail={(id, row) => <EventDetail key={id} id={id} row={row} onFilter={state.setFilters} />}
      tabs={<ChainState />}
    />
  )
}
