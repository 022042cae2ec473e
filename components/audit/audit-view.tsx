'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useFilterOptions } from '#components/filters/use-filter-options.ts'
import { type ListConfig, ListScreen } from '#components/list/list-screen.tsx'
import { useList } from '#components/list/use-list.ts'
import { useListState } from '#components/list/use-list-state.ts'
import { RowLink, TextCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import { lazyComponent, usePreload } from '#components/ui/lazy-component.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { useWords } from '#components/ui/words.tsx'
import { auditFilters } from '#lib/audit/filters.ts'
import { auditExportPath, auditQueries } from '#lib/audit/queries.ts'
import type { AuditEvent } from '#lib/audit/schema.ts'
import {
  actionLabel,
  actionLabels,
  actorName,
  describeEvent,
  OUTCOME_TONES,
  outcomeLabels,
  unnamedActors,
} from '#lib/audit/words.ts'
import type { Words } from '#lib/words/words.ts'
import { ChainState } from './chain-state.tsx'

const loadDetail = () => import('./event-detail.tsx').then((module) => module.EventDetail)
const EventDetail = lazyComponent(loadDetail)

/** Returns the columns of the audit log. */
function auditColumns(t: Words<'audit'>, tNames: Words<'names'>): readonly AppColumn<AuditEvent>[] {
  return [
    {
      id: 'what',
      meta: { label: t('field.what'), width: 280, grow: 4, card: 'title', isDefault: true },
      cell: (row) => <RowLink id={row.id} sentence={describeEvent(row, t, tNames)} />,
    },
    {
      id: 'at',
      meta: {
        label: t('field.when'),
        width: 190,
        grow: 0,
        sortField: 'sequence',
        card: 'detail',
        isDefault: true,
      },
      cell: (row) => <WhenCell instant={row.at} />,
    },
    {
      id: 'outcome',
      meta: { label: t('field.outcome'), width: 104, grow: 0, card: 'status', isDefault: true },
      cell: (row) => <StatusBadge tone={OUTCOME_TONES[row.outcome]} label={t(`outcome.${row.outcome}`)} />,
    },
    {
      id: 'actor',
      meta: { label: t('field.who'), width: 128, grow: 1 },
      cell: (row) => <TextCell text={actorName(row, t)} unknown="" isSoft />,
    },
    {
      id: 'action',
      meta: { label: t('field.action'), width: 136 },
      cell: (row) => <TextCell text={actionLabel(row.action, t)} unknown="" isSoft />,
    },
    {
      id: 'subject',
      meta: { label: t('field.subject'), width: 176 },
      cell: (row) => <TextCell text={row.subject} unknown={t('missing.subject')} isSoft />,
    },
    {
      id: 'number',
      meta: { label: t('field.number'), width: 88, grow: 0, isNumeric: true },
      cell: (row) => <TextCell text={row.id} unknown="" isSoft />,
    },
  ]
}

/** An instant, to the minute. */
function WhenCell({ instant }: { instant: string }) {
  const format = useFormat()
  return (
    <time dateTime={instant} title={instant} className="block truncate text-soft">
      {format.instant(instant)}
    </time>
  )
}

/** Returns the configuration of the audit log. */
function auditList(t: Words<'audit'>, tNames: Words<'names'>): ListConfig<AuditEvent> {
  const [actors, actions, outcomes] = [unnamedActors(t), actionLabels(t), outcomeLabels(t)]
  return {
    title: t('title'),
    list: 'events',
    searchHint: t('search'),
    columns: auditColumns(t, tNames),
    hasAmounts: false,
    fileName: 'audit-log',
    formats: ['csv'],
    rowTitle: (id) => t('row.title', { number: id }),
    emptyReason: t('empty'),
    specs: [
      { kind: 'choice', key: 'actor', label: t('field.who'), labels: actors, isPinned: true },
      { kind: 'choice', key: 'action', label: t('field.action'), labels: actions, isPinned: true },
      { kind: 'choice', key: 'outcome', label: t('field.outcome'), labels: outcomes, isPinned: true },
      { kind: 'days', key: 'from', to: 'to', label: t('field.day') },
      { kind: 'choice', key: 'subject', label: t('field.subject') },
    ],
  }
}

/** The audit log: events, actors, and whether the hash chain is intact. */
export function AuditView() {
  const t = useWords('audit')
  const tNames = useWords('names')
  const config = useMemo(() => auditList(t, tNames), [t, tNames])
  const state = useListState(auditFilters)
  usePreload(loadDetail, state.row !== null)
  const listQuery = auditQueries.list(state.filters)
  const list = useList(useInfiniteQuery(listQuery), listQuery.queryKey)
  const choices = useFilterOptions(useQuery(auditQueries.options()))
  return (
    <ListScreen
      config={config}
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
