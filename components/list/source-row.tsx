import { MoneyCell, TextCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import { unassignedReason } from '#lib/assignment.ts'
import type { Decimal } from '#lib/money.ts'
import type { Assignment } from '#lib/schema.ts'

type AmountRow = { amount: Decimal | null; currency: string | null; amountIssue: string | null }
type FundedRow = { fundingSource: string | null; assignment: Assignment }

/** The amount of a row of a source, or why it is unknown. */
export function RowAmount({ row }: { row: AmountRow }) {
  const unknown = `Unknown amount: ${row.amountIssue ?? 'the source gives none'}`
  return <MoneyCell amount={row.amount} currency={row.currency} unknown={unknown} />
}

export const AMOUNT_COLUMN: AppColumn<AmountRow> = {
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
  cell: (row) => <RowAmount row={row} />,
}

export const FUNDING_SOURCE_COLUMN: AppColumn<FundedRow> = {
  id: 'funding_source',
  meta: { label: 'Funding source', width: 104, sortField: 'funding_source', isDefault: true },
  cell: (row) => <TextCell text={row.fundingSource} unknown={unassignedReason(row.assignment)} isSoft />,
}
