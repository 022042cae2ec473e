'use client'

import type { AppColumn } from '#components/table/app-table.ts'
import { DayCell, InstantCell, MoneyCell, RowLink, TextCell } from '#components/table/cells.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { unassignedReason } from '#lib/assignment.ts'
import type { BillingPeriod } from '#lib/billing-periods/schema.ts'
import { BillingStatusBadge } from './billing-status-badge.tsx'
import { REASONS } from './copy.ts'

/** The columns of billing periods. */
export const BILLING_PERIOD_COLUMNS: readonly AppColumn<BillingPeriod>[] = [
  {
    id: 'contract',
    header: 'Contract',
    meta: { label: 'Contract', width: 128, grow: 2, sortField: 'contract', card: 'title', isDefault: true },
    cell: ({ row }) => <RowLink id={row.original.id} text={row.original.contract ?? REASONS.contract} />,
  },
  {
    id: 'period',
    header: 'Period',
    meta: { label: 'Period', width: 176, grow: 0, sortField: 'start_date', card: 'detail', isDefault: true },
    cell: ({ row }) => <PeriodCell period={row.original} />,
  },
  {
    id: 'status',
    header: 'Status',
    meta: { label: 'Status', width: 104, grow: 0, sortField: 'status', card: 'status', isDefault: true },
    cell: ({ row }) => <BillingStatusBadge status={row.original.status} />,
  },
  {
    id: 'funding_source',
    header: 'Funding source',
    meta: { label: 'Funding source', width: 104, sortField: 'funding_source', isDefault: true },
    cell: ({ row }) => (
      <TextCell
        text={row.original.fundingSource}
        unknown={unassignedReason(row.original.assignment)}
        isSoft
      />
    ),
  },
  {
    id: 'amount',
    header: 'Amount',
    meta: {
      label: 'Amount',
      width: 148,
      grow: 0,
      isNumeric: true,
      sortField: 'amount',
      card: 'aside',
      isDefault: true,
    },
    cell: ({ row: { original } }) => (
      <MoneyCell
        amount={original.amount}
        currency={original.currency}
        unknown={`Unknown amount: ${original.amountIssue ?? 'the source gives none'}`}
      />
    ),
  },
  {
    id: 'end_date',
    header: 'Period end',
    meta: { label: 'Period end', width: 116, grow: 0, sortField: 'end_date' },
    cell: ({ row }) => <DayCell day={row.original.endDate} unknown={REASONS.day} />,
  },
  {
    id: 'changed_at',
    header: 'Changed',
    meta: { label: 'Changed', width: 116, grow: 0, sortField: 'changed_at' },
    cell: ({ row }) => <InstantCell instant={row.original.changedAt} />,
  },
  {
    id: 'first_seen',
    header: 'First seen',
    meta: { label: 'First seen', width: 116, grow: 0 },
    cell: ({ row }) => <InstantCell instant={row.original.firstSeenAt} />,
  },
  {
    id: 'id',
    header: 'Id',
    meta: { label: 'Id', width: 96, grow: 0 },
    cell: ({ row }) => <TextCell text={row.original.id} unknown="" isSoft />,
  },
]

function PeriodCell({ period }: { period: BillingPeriod }) {
  const format = useFormat()
  if (period.startDate === null && period.endDate === null)
    return <DayCell day={null} unknown={REASONS.day} />
  return (
    <span title={period.isLongPeriod ? REASONS.longPeriod : undefined}>
      {format.dayRange(period.startDate, period.endDate)}
    </span>
  )
}
