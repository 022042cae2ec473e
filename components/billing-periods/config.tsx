import type { ListConfig } from '#components/list/list-screen.tsx'
import { amountColumn, fundingSourceColumn } from '#components/list/source-row.tsx'
import { DayCell, InstantCell, RowLink, TextCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import type { BillingPeriod } from '#lib/billing-periods/schema.ts'
import { BILLING_STATUS_LABELS } from '#lib/billing-periods/status.ts'
import type { Words } from '#lib/words/words.ts'
import { BillingStatusBadge } from './billing-status-badge.tsx'
import { REASONS } from './copy.ts'
import { PeriodCell } from './period-cell.tsx'

/** Returns the columns of billing periods. */
function columns(tList: Words<'list'>): readonly AppColumn<BillingPeriod>[] {
  return [
    {
      id: 'contract',
      meta: { label: 'Contract', width: 128, grow: 2, sortField: 'contract', card: 'title', isDefault: true },
      cell: (row) => <RowLink id={row.id} text={row.contract ?? REASONS.contract} />,
    },
    {
      id: 'period',
      meta: {
        label: 'Period',
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
      meta: { label: 'Status', width: 104, grow: 0, sortField: 'status', card: 'status', isDefault: true },
      cell: (row) => <BillingStatusBadge status={row.status} />,
    },
    fundingSourceColumn(tList),
    amountColumn(tList),
    {
      id: 'end_date',
      meta: { label: 'Period end', width: 116, grow: 0, sortField: 'end_date' },
      cell: (row) => <DayCell day={row.endDate} unknown={REASONS.day} />,
    },
    {
      id: 'changed_at',
      meta: { label: 'Changed', width: 116, grow: 0, sortField: 'changed_at' },
      cell: (row) => <InstantCell instant={row.changedAt} />,
    },
    {
      id: 'first_seen',
      meta: { label: 'First seen', width: 116, grow: 0 },
      cell: (row) => <InstantCell instant={row.firstSeenAt} />,
    },
    {
      id: 'id',
      meta: { label: 'Id', width: 96, grow: 0 },
      cell: (row) => <TextCell text={row.id} unknown="" isSoft />,
    },
  ]
}

/** Returns the configuration of the list of billing periods. */
export function billingPeriodList(tList: Words<'list'>): ListConfig<BillingPeriod> {
  return {
    title: 'Billing periods',
    list: 'periods',
    searchHint: 'Search contract or id',
    columns: columns(tList),
    fileName: 'billing-periods',
    rowTitle: (id) => `Billing period ${id}`,
    specs: [
      { kind: 'choice', key: 'funding_source', label: 'Funding source', isPinned: true },
      { kind: 'choice', key: 'status', label: 'Status', labels: BILLING_STATUS_LABELS, isPinned: true },
      { kind: 'days', key: 'start_from', to: 'start_to', label: 'Period start' },
      { kind: 'choice', key: 'currency', label: 'Currency' },
      { kind: 'days', key: 'end_from', to: 'end_to', label: 'Period end' },
    ],
  }
}
