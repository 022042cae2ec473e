import { DayCell, InstantCell, MoneyCell, RowLink, TextCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import { unassignedReason } from '#lib/assignment.ts'
import type { BillingPeriod } from '#lib/billing-periods/schema.ts'
import { BillingStatusBadge } from './billing-status-badge.tsx'
import { REASONS } from './copy.ts'
import { PeriodCell } from './period-cell.tsx'

/** The columns of billing periods. */
export const BILLING_PERIOD_COLUMNS: readonly AppColumn<BillingPeriod>[] = [
  {
    id: 'contract',
    meta: { label: 'Contract', width: 128, grow: 2, sortField: 'contract', card: 'title', isDefault: true },
    cell: (row) => <RowLink id={row.id} text={row.contract ?? REASONS.contract} />,
  },
  {
    id: 'period',
    meta: { label: 'Period', width: 176, grow: 0, sortField: 'start_date', card: 'detail', isDefault: true },
    cell: (row) => <PeriodCell period={row} />,
  },
  {
    id: 'status',
    meta: { label: 'Status', width: 104, grow: 0, sortField: 'status', card: 'status', isDefault: true },
    cell: (row) => <BillingStatusBadge status={row.status} />,
  },
  {
    id: 'funding_source',
    meta: { label: 'Funding source', width: 104, sortField: 'funding_source', isDefault: true },
    cell: (row) => <TextCell text={row.fundingSource} unknown={unassignedReason(row.assignment)} isSoft />,
  },
  {
    id: 'amount',
    meta: {
      label: 'Amount',
      width: 148,
      grow: 0,
      isNumeric: true,
      sortField: 'amount',
      card: 'aside',
      isDefault: true,
    },
    amount: (row) => [row.amount, row.currency],
    cell: (row) => (
      <MoneyCell
        amount={row.amount}
        currency={row.currency}
        unknown={`Unknown amount: ${row.amountIssue ?? 'the source gives none'}`}
      />
    ),
  },
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
