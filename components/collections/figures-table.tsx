import Link from 'next/link'
import { RateCell } from '#components/figures/rate-cell.tsx'
import { ScrollTable } from '#components/table/scroll-table.tsx'
import { Figure } from '#components/ui/figure.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceLine } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { SummaryRow } from '#lib/collections/summary-table.ts'
import { UNKNOWN } from '#lib/format.ts'
import { visibleText } from '#lib/visible-text.ts'
import type { Words } from '#lib/words/words.ts'

type FiguresTableProps = { rows: readonly SummaryRow[]; label: string; by: 'funding_source' | 'currency' }

/** Figures by group; each group links to its billed periods. */
export function FiguresTable({ rows, label, by }: FiguresTableProps) {
  const t = useWords('collections')
  const columns = [
    t('column.currency'),
    t('column.periods'),
    t('column.billed'),
    t('column.collected'),
    t('column.outstanding'),
    t('column.failed'),
    t('column.rate'),
  ]
  return (
    <ScrollTable
      label={label}
      head={by === 'currency' ? columns : [t('column.funding-source'), ...columns]}
      textColumns={by === 'currency' ? 1 : 2}
    >
      {rows.map((row) => (
        <FiguresRow key={row.key} row={row} hasCurrency={by !== 'currency'} />
      ))}
    </ScrollTable>
  )
}

function FiguresRow({ row, hasCurrency }: { row: SummaryRow; hasCurrency: boolean }) {
  const format = useFormat()
  const t = useWords('collections')
  const { figures } = row
  const amount = (value: string) =>
    figures.currency === null ? UNKNOWN : <Figure text={format.amount(value, figures.currency)} />
  const why = figures.currency === null ? t('row.never-added') : undefined
  return (
    <tr className="hover:bg-hover">
      <th scope="row">
        {row.href ? (
          <Link prefetch={false} href={row.href} className="hover:underline">
            <SourceLine text={row.label} />
          </Link>
        ) : (
          <SourceLine text={row.label} />
        )}
      </th>
      {hasCurrency ? <td className="text-soft">{visibleText(figures.currency ?? UNKNOWN)}</td> : null}
      <td>{format.count(figures.count)}</td>
      <td title={why}>{amount(figures.billed)}</td>
      <td title={why}>{amount(figures.collected)}</td>
      <td title={why}>{amount(figures.outstanding)}</td>
      <td title={why}>{amount(figures.failed)}</td>
      <RateCell figures={figures} note={why ?? (figures.rate === null ? undefined : partialReason(row, t))} />
    </tr>
  )
}

function partialReason({ figures }: SummaryRow, t: Words<'collections'>): string | undefined {
  return figures.partial ? t('row.partial') : undefined
}
