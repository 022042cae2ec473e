import { historySpecs } from '#components/list/history-specs.ts'
import type { ListConfig } from '#components/list/list-screen.tsx'
import { amountColumn, fundingSourceColumn } from '#components/list/source-row.tsx'
import { DayCell, InstantCell, RowLink, TextCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import type { BillingPeriod } from '#lib/billing-periods/schema.ts'
import { billingStatusLabels } from '#lib/billing-periods/status.ts'
import type { Words } from '#lib/words/words.ts'
import { BillingStatusBadge } from './billing-status-badge.tsx'
import { PeriodCell } from './period-cell.tsx'

/** Returns the columns of billing periods. */
function columns(t: Words<'billing-periods'>, tList: Words<'list'>): readonly AppColumn<BillingPeriod>[] {
  return [
    {
      id: 'contract',
      meta: {
        label: t('field.contract'),
        width: 128,
        grow: 2,
        sortField: 'contract',
        card: 'title',
        isDefault: true,
      },
      cell: (row) => <RowLink id={row.id} text={row.contract ?? t('missing.contract')} />,
    },
    {
      id: 'period',
      meta: {
        label: t('field.period'),
        width: 176,
        grow: 0,
        sortField: 'start_date',
        card: 'detail',
        isDefault: true,
      },
      cell: (row) => <PeriodCell period={row} />,
    },
    {
      id: 'status',
      meta: {
        label: t('field.status'),
        width: 104,
        grow: 0,
        sortField: 'status',
        card: 'status',
        isDefault: true,
      },
      cell: (row) => <BillingStatusBadge status={row.status} />,
    },
    fundingSourceColumn(tList),
    amountColumn(tList),
    {
      id: 'end_date',
      meta: { label: t('field.end'), width: 116, grow: 0, sortField: 'end_date' },
      cell: (row) => <DayCell day={row.endDate} unknown={t('missing.day')} />,
    },
    {
      id: 'changed_at',
      meta: { label: t('field.changed'), width: 116, grow: 0, sortField: 'changed_at' },
      cell: (row) => <InstantCell instant={row.changedAt} />,
    },
    {
      id: 'first_seen',
      meta: { label: t('field.first-seen'), width: 116, grow: 0 },
      cell: (row) => <InstantCell instant={row.firstSeenAt} />,
    },
    {
      id: 'id',
      meta: { label: t('field.id'), width: 96, grow: 0 },
      cell: (row) => <TextCell text={row.id} unknown="" isSoft />,
    },
  ]
}

/** Returns the configuration of the list of billing periods. */
export function billingPeriodList(
  t: Words<'billing-periods'>,
  tList: Words<'list'>,
  tStatuses: Words<'statuses'>,
): ListConfig<BillingPeriod> {
  return {
    title: t('title'),
    list: 'periods',
    searchHint: t('search'),
    columns: columns(t, tList),
    fileName: 'billing-periods',
    rowTitle: (id) => t('row.title', { id }),
    specs: [
      { kind: 'choice', key: 'funding_source', label: tList('field.funding-source'), isPinned: true },
      {
        kind: 'choice',
        key: 'status',
        label: t('field.status'),
        labels: billingStatusLabels(tStatuses),
        isPinned: true,
      },
      { kind: 'days', key: 'start_from', to: 'start_to', label: t('field.start') },
      { kind: 'choice', key: 'contract', label: t('field.contract') },
      { kind: 'choice', key: 'currency', label: t('field.currency') },
      { kind: 'days', key: 'end_from', to: 'end_to', label: t('field.end') },
      { kind: 'choice', key: 'end', label: t('field.no-end'), labels: { none: t('no-end') }, isFixed: true },
      ...historySpecs({ source: 'hello-tractor', resource: 'billing-periods' }, tList),
    ],
  }
}
