import { MoneyCell, RowLink, TextCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import type { Decimal } from '#lib/money.ts'

/** A row of the lists in tests. */
export type Row = { id: string; name: string | null; amount: Decimal | null; currency: string | null }

/** Builds a row; `name` is "Contract <id>" unless given. */
export function row(id: string, rest: Partial<Row> = {}): Row {
  return { id, name: `Contract ${id}`, amount: '125000.00', currency: 'NGN', ...rest }
}

/** Builds `count` rows with the ids from `first` on. */
export function rows(count: number, first = 1): Row[] {
  return Array.from({ length: count }, (_, index) => row(String(first + index)))
}

export const COLUMNS: readonly AppColumn<Row>[] = [
  {
    id: 'contract',
    meta: { label: 'Contract', width: 144, sortField: 'contract', card: 'title', isDefault: true },
    cell: ({ id, name }) => <RowLink id={id} text={name ?? 'No name'} />,
  },
  {
    id: 'customer',
    meta: { label: 'Customer', width: 120, isDefault: true },
    cell: ({ name }) => <TextCell text={name} unknown="The source gives no name" />,
  },
  {
    id: 'amount',
    meta: { label: 'Amount', width: 148, grow: 0, isNumeric: true, sortField: 'amount', isDefault: true },
    amount: ({ amount, currency }) => [amount, currency],
    cell: ({ amount, currency }) => (
      <MoneyCell amount={amount} currency={currency} unknown="The source gives no amount" />
    ),
  },
]
