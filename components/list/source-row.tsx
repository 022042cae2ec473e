import { MoneyCell, TextCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
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

/** Returns the column of amounts. */
export function amountColumn(t: Words<'list'>): AppColumn<AmountRow> {
  return {
    id: 'amount',
    meta: {
      label: t('field.amount'),
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
}

/** Returns the column of funding sources. */
export function fundingSourceColumn(t: Words<'list'>): AppColumn<FundedRow> {
  return {
    id: 'funding_source',
    meta: { label: t('field.funding-source'), width: 104, sortField: 'funding_source', isDefault: true },
    cell: (row) => (
      <TextCell
        text={row.fundingSource}
        unknown={row.assignment === 'ambiguous' ? t('assigned.ambiguous') : t('assigned.unassigned')}
        isSoft
      />
    ),
  }
}
