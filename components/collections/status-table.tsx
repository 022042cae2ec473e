import { ScrollTable } from '#components/table/scroll-table.tsx'
import { Figure } from '#components/ui/figure.tsx'
import { FigureLink } from '#components/ui/figure-link.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { useWords } from '#components/ui/words.tsx'
import { BILLING_STATUS_TONES } from '#lib/billing-periods/tones.ts'
import {
  isBilledStatus,
  type StatusLine,
  type SummaryRow,
  statusAmount,
  statusMatrix,
} from '#lib/collections/summary-table.ts'
import { UNKNOWN } from '#lib/format.ts'

type StatusTableProps = { rows: readonly SummaryRow[]; label: string }

/** Figures by status: one line per status, one column per currency. Each cell links to its rows. */
export function StatusTable({ rows, label }: StatusTableProps) {
  const t = useWords('collections')
  const { lines, currencies } = statusMatrix(rows, useWords('statuses'))
  const names = currencies.map((currency) => currency ?? t('row.no-currency'))
  return (
    <ScrollTable label={label} head={[t('column.status'), t('column.part'), ...names]} textColumns={2}>
      {lines.map((line) => (
        <StatusRow key={line.status} line={line} currencies={currencies} />
      ))}
    </ScrollTable>
  )
}

function StatusRow({ line, currencies }: { line: StatusLine; currencies: readonly (string | null)[] }) {
  const t = useWords('collections')
  const tStatus = useWords('statuses')
  return (
    <tr className="hover:bg-hover">
      <th scope="row">
        <StatusBadge
          tone={BILLING_STATUS_TONES[line.status]}
          label={line.label}
          title={tStatus(`meaning.${line.status}`)}
        />
      </th>
      <td className="text-soft">{isBilledStatus(line.status) ? t('row.yes') : t('row.no')}</td>
      {currencies.map((currency) => (
        <StatusCell key={currency ?? ''} row={line.byCurrency.get(currency)} />
      ))}
    </tr>
  )
}

function StatusCell({ row }: { row: SummaryRow | undefined }) {
  const format = useFormat()
  const t = useWords('collections')
  if (!row) return <td className="text-faint">{t('row.none')}</td>
  const { currency, count, unknownAmounts } = row.figures
  const amount = currency === null ? UNKNOWN : <Figure text={format.amount(statusAmount(row), currency)} />
  const unknown = unknownAmounts > 0 ? t('row.unknown', { count: unknownAmounts }) : undefined
  const note = currency === null ? t('row.never-added') : unknown
  return (
    <td title={note}>
      <FigureLink href={currency === null ? null : row.href} figure={{ amount: statusAmount(row), currency }}>
        {amount}
      </FigureLink>
      <span className="block text-faint text-xs">
        <FigureLink href={currency === null ? row.href : null} figure={{ count }}>
          {t('row.periods', { count })}
        </FigureLink>
      </span>
    </td>
  )
}
