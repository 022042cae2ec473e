import { historySpecs } from '#components/list/history-specs.ts'
import type { ListConfig } from '#components/list/list-screen.tsx'
import { amountDrawing, fundingSourceDrawing } from '#components/list/source-row.tsx'
import { DayCell, InstantCell, RowLink, TextCell } from '#components/table/cells.tsx'
import { type AppColumn, drawnColumns } from '#components/table/column.ts'
import type { BillingPeriod } from '#lib/billing-periods/schema.ts'
import { billingStatusLabels } from '#lib/billing-periods/status.ts'
import type { Words } from '#lib/words/words.ts'
import { BillingStatusBadge } from './billing-status-badge.tsx'
import { periodOutlines } from './outlines.ts'
import { PeriodCell } from './period-cell.tsx'

/** Returns the columns of billing periods. */
function columns(t: Words<'billing-periods'>, tList: Words<'list'>): readonly AppColumn<BillingPeriod>[] {
  return drawnColumns<BillingPeriod>(periodOutlines(t, tList), {
    amount: amountDrawing,
    funding_source: fundingSourceDrawing(tList),
    contract: { cell: (row) => <RowLink id={row.id} text={row.contract ?? t('missing.contract')} /> },
    period: { cell: (row) => <PeriodCell period={row} /> },
    status: { cell: (row) => <BillingStatusBadge status={row.status} /> },
    end_date: { cell: (row) => <DayCell day={row.endDate} unknown={t('missing.day')} /> },
    changed_at: { cell: (row) => <InstantCell instant={row.changedAt} /> },
    first_seen: { cell: (row) => <InstantCell instant={row.firstSeenAt} /> },
    id: { cell: (row) => <TextCell text={row.id} unknown="" isSoft /> },
  })
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
    hasPeopleFile: true,
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
      { kind: 'amounts', key: 'amount_from', to: 'amount_to', label: tList('field.amount') },
      { kind: 'unpaid', key: 'unpaid_over', label: tList('unpaid-over'), of: 'periods' },
      { kind: 'choice', key: 'end', label: t('field.no-end'), labels: { none: t('no-end') }, isFixed: true },
      ...historySpecs({ source: 'hello-tractor', resource: 'billing-periods' }, tList),
    ],
  }
}
