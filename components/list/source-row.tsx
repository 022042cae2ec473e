import { MoneyCell, TextCell } from '#components/table/cells.tsx'
import type { ColumnDrawing } from '#components/table/column.ts'
import { amountIssueWords } from '#components/ui/amount-issue.ts'
import { useWords } from '#components/ui/words.tsx'
import type { Decimal } from '#lib/money.ts'
import type { Assignment } from '#lib/schema.ts'
import type { Words } from '#lib/words/words.ts'

type AmountRow = { amount: Decimal | null; currency: string | null; amountIssue: string | null }
type FundedRow = { fundingSource: string | null; assignment: Assignment }

/** The amount of a row of a source, or why it is unknown. */
export function RowAmount({ row }: { row: AmountRow }) {
  const unknown = amountIssueWords(row.amountIssue, useWords('ui'))
  return <MoneyCell amount={row.amount} currency={row.currency} unknown={unknown} />
}

/** How the amount of a row of a source is drawn. */
export const amountDrawing: ColumnDrawing<AmountRow> = {
  amount: (row) => [row.amount, row.currency],
  cell: (row) => <RowAmount row={row} />,
}

/** Returns how the funding source of a row is drawn. */
export function fundingSourceDrawing(t: Words<'list'>): ColumnDrawing<FundedRow> {
  return {
    cell: (row) => (
      <TextCell
        text={row.fundingSource}
        unknown={row.assignment === 'ambiguous' ? t('assigned.ambiguous') : t('assigned.unassigned')}
        isSoft
      />
    ),
  }
}
