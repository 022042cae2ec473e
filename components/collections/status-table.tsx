import Link from 'next/link'
import { useFormat } from '#components/ui/reader.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { BILLING_STATUS_MEANINGS } from '#lib/billing-periods/status.ts'
import { BILLING_STATUS_TONES } from '#lib/billing-periods/tones.ts'
import {
  isBilledStatus,
  type StatusLine,
  type SummaryRow,
  statusAmount,
  statusMatrix,
} from '#lib/collections/summary-table.ts'
import { UNKNOWN } from '#lib/format.ts'
import { ScrollTable } from './scroll-table.tsx'

type StatusTableProps = { rows: readonly SummaryRow[]; label: string }

/** Figures by status: one line per status, one column per currency. Each cell links to its rows. */
export function StatusTable({ rows, label }: StatusTableProps) {
  const { lines, currencies } = statusMatrix(rows)
  const names = currencies.map((currency) => currency ?? 'Unknown currency')
  return (
    <ScrollTable label={label} head={['Status', 'Part of billed', ...names]} textColumns={2}>
      {lines.map((line) => (
        <StatusRow key={line.status} line={line} currencies={currencies} />
      ))}
    </ScrollTable>
  )
}

function StatusRow({ line, currencies }: { line: StatusLine; currencies: readonly (string | null)[] }) {
  return (
    <tr className="hover:bg-hover">
      <th scope="row">
        <StatusBadge
          tone={BILLING_STATUS_TONES[line.status]}
          label={line.label}
          title={BILLING_STATUS_MEANINGS[line.status]}
        />
      </th>
      <td className="text-soft">{isBilledStatus(line.status) ? 'Yes' : 'No'}</td>
      {currencies.map((currency) => (
        <StatusCell key={currency ?? ''} row={line.byCurrency.get(currency)} />
      ))}
    </tr>
  )
}

function StatusCell({ row }: { row: SummaryRow | undefined }) {
  const format = useFormat()
  if (!row) return <td className="text-faint">none</td>
  const { currency, count, unknownAmounts } = row.figures
  const amount = currency === null ? UNKNOWN : format.amount(statusAmount(row), currency)
  const note = currency === null ? 'Without a currency no amount can be added' : unknownNote(unknownAmounts)
  return (
    <td title={note}>
      {row.href ? (
        <Link prefetch={false} href={row.href} className="hover:underline">
          {amount}
        </Link>
      ) : (
        amount
      )}
      <span className="block text-faint text-xs">
        {format.count(count)} {count === 1 ? 'period' : 'periods'}
      </span>
    </td>
  )
}

function unknownNote(count: number): string | undefined {
  return count > 0 ? `${count} unknown amounts are left out` : undefined
}
