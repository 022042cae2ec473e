'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useFilterOptions } from '#components/filters/use-filter-options.ts'
import { type ListConfig, ListScreen } from '#components/list/list-screen.tsx'
import { useList } from '#components/list/use-list.ts'
import { useListState } from '#components/list/use-list-state.ts'
import { RowLink, TextCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import { lazyComponent, usePreload } from '#components/ui/lazy-component.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { auditFilters } from '#lib/audit/filters.ts'
import { auditExportPath, auditQueries } from '#lib/audit/queries.ts'
import type { AuditEvent } from '#lib/audit/schema.ts'
import { actionLabel, actorName, describeEvent, OUTCOME_LABELS, OUTCOME_TONES } from '#lib/audit/words.ts'
import { ChainState } from './chain-state.tsx'

const loadDetail = () => import('./event-detail.tsx').then((module) => module.EventDetail)
const EventDetail = lazyComponent(loadDetail)

/** The columns of the audit log. */
const AUDIT_COLUMNS: readonly AppColumn<AuditEvent>[] = [
  {
    id: 'what',
    meta: { label: 'What happened', width: 280, grow: 4, card: 'title', isDefault: true },
    cell: (row) => <RowLink id={row.id} text={describeEvent(row)} />,
  },
  {
    id: 'at',
    meta: { label: 'When', width: 190, grow: 0, sortField: 'sequence', card: 'detail', isDefault: true },
    cell: (row) => <WhenCell instant={row.at} />,
  },
  {
    id: 'outcome',
    meta: { label: 'Outcome', width: 104, grow: 0, card: 'status', isDefault: true },
    cell: (row) => <StatusBadge tone={OUTCOME_TONES[row.outcome]} label={OUTCOME_LABELS[row.outcome]} />,
  },
  {
    id: 'actor',
    meta: { label: 'Who', width: 128, grow: 1 },
    cell: (row) => <TextCell text={actorName(row)} unknown="" isSoft />,
  },
  {
    id: 'action',
    meta: { label: 'Kind', width: 136 },
    cell: (row) => <TextCell text={actionLabel(row.action)} unknown="" isSoft />,
  },
  {
    id: 'subject',
    meta: { label: 'Subject', width: 176 },
    cell: (row) => <TextCell text={row.subject} unknown="It concerns nothing in particular" isSoft />,
  },
  {
    id: 'number',
    meta: { label: 'Number', width: 88, grow: 0, isNumeric: true },
    cell: (row) => <TextCell text={row.id} unknown="" isSoft />,
  },
]

/** An instant, to the minute. */
function WhenCell({ instant }: { instant: string }) {
  const format = useFormat()
  return (
    <time dateTime={instant} title={instant} className="block truncate text-soft">
      {format.instant(instant)}
    </time>
  )
}

/** Configuration of the audit log. */
const AUDIT_LIST: ListConfig<AuditEvent> = {
  title: 'Audit log',
  noun: { one: 'event', many: 'events' },
  searchHint: 'Search name or subject',
  columns: AUDIT_COLUMNS,
  hasAmounts: false,
  fileName: 'audit-log',
  formats: ['csv'],
  rowTitle: (id) => `Event ${id}`,
  emptyReason: 'Sign-ins, downloads, exports and administrative acts appear here from the first one on.',
  specs: [
    { kind: 'choice', key: 'actor', label: 'Who', isPinned: true },
    { kind: 'choice', key: 'action', label: 'What', isPinned: true },
    { kind: 'choice', key: 'outcome', label: 'Outcome', labels: OUTCOME_LABELS, isPinned: true },
    { kind: 'days', key: 'from', to: 'to', label: 'Day' },
    { kind: 'choice', key: 'subject', label: 'Subject' },
  ],
}

/** The audit log: events, actors, and whether the hash chain is intact. */
export function AuditView() {
  const state = useListState(auditFilters)
  usePreload(loadDetail, state.row !== null)
  const listQuery = auditQueries.list(state.filters)
  const list = useList(useInfiniteQuery(listQuery), listQuery.queryKey)
  const choices = useFilterOptions(useQuery(auditQueries.options()))
  return (
    <ListScreen
      config={AUDIT_LIST}
      state={state}
      list={list}
      choices={choices}
      exportPath={auditExportPath(state.filters)}
      blockedSorts={{}}
      detail={(id, row) => <EventDetail key={id} id={id} row={row} onFilter={state.setFilters} />}
      tabs={<ChainState />}
    />
  )
}
