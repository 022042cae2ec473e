import { RateCell } from '#components/figures/rate-cell.tsx'
import { ScrollTable } from '#components/table/scroll-table.tsx'
import { Figure } from '#components/ui/figure.tsx'
import { FigureLink } from '#components/ui/figure-link.tsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceLine } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { FigureName } from '#lib/collections/figures.ts'
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
  const { currency } = figures
  const amount = (name: FigureName) =>
    currency === null ? (
      UNKNOWN
    ) : (
      <FigureLink href={row.hrefs[name]} figure={{ amount: figures[name], currency }}>
        <Figure text={format.amount(figures[name], currency)} />
      </FigureLink>
    )
  const why = currency === null ? t('row.never-added') : undefined
  return (
    <tr className="hover:bg-hover">
      <th scope="row">
        <PageLink href={row.href} className="hover:underline">
          <SourceLine text={row.label} />
        </PageLink>
      </th>
      {hasCurrency ? <td className="text-soft">{visibleText(currency ?? UNKNOWN)}</td> : null}
      <td>
        <FigureLink href={row.hrefs.count} figure={{ count: figures.count }}>
          {format.count(figures.count)}
        </FigureLink>
      </td>
      {(['billed', 'collected', 'outstanding', 'failed'] as const).map((name) => (
        <td key={name} title={why}>
          {amount(name)}
        </td>
      ))}
      <RateCell figures={figures} note={why ?? (figures.rate === null ? undefined : partialReason(row, t))} />
    </tr>
  )
}

function partialReason({ figures }: SummaryRow, t: Words<'collections'>): string | undefined {
  return figures.partial ? t('row.partial') : undefined
}
