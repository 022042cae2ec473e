'use client'

import Link from 'next/link'
import { useFormat } from '#components/ui/reader.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { BILLING_STATUS_MEANINGS } from '#lib/billing-periods/status.ts'
import { BILLING_STATUS_TONES } from '#lib/billing-periods/tones.ts'
import { isBilledStatus, type SummaryRow, statusAmount } from '#lib/collections/summary-table.ts'
import { UNKNOWN } from '#lib/format.ts'
import { ScrollTable } from './scroll-table.tsx'

type StatusTableProps = { rows: readonly SummaryRow[]; label: string }

/** What became of the periods; each status leads to its rows. */
export function StatusTable({ rows, label }: StatusTableProps) {
  return (
    <ScrollTable
      label={label}
      head={['Status', 'Currency', 'Part of billed', 'Periods', 'Amount']}
      textColumns={3}
    >
      {rows.map((row) => (
        <StatusRow key={row.key} row={row} />
      ))}
    </ScrollTable>
  )
}

function StatusRow({ row }: { row: SummaryRow }) {
  const format = useFormat()
  const { figures } = row
  const status = row.group ?? 'OTHER'
  const badge = (
    <StatusBadge
      tone={BILLING_STATUS_TONES[status]}
      label={row.label}
      title={BILLING_STATUS_MEANINGS[status]}
    />
  )
  const isUnknown = figures.currency === null
  return (
    <tr className="hover:bg-hover">
      <th scope="row">{row.href ? <Link href={row.href}>{badge}</Link> : badge}</th>
      <td className="text-soft">{figures.currency ?? UNKNOWN}</td>
      <td className="text-soft">{isBilledStatus(status) ? 'Yes' : 'No'}</td>
      <td>{format.count(figures.count)}</td>
      <td
        title={isUnknown ? 'Without a currency no amount can be added' : unknownNote(figures.unknownAmounts)}
      >
        {isUnknown ? UNKNOWN : format.amount(statusAmount(row))}
      </td>
    </tr>
  )
}

function unknownNote(count: number): string | undefined {
  return count > 0 ? `${count} unknown amounts are left out` : undefined
}
