import { Figure } from '#components/ui/figure.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { printLeftOut, printRate } from '#lib/collections/print-figure.ts'
import type { Figures } from '#lib/collections/schema.ts'

type RateCellProps = {
  figures: Pick<Figures, 'rate' | 'reachable' | 'rateIssue' | 'leftOutShare'>
  /** Title of the cell; replaces the reason why there is no rate. */
  note?: string
}

/** A table cell with a collection rate and, below, the share of periods that the rate leaves out. */
export function RateCell({ figures, note }: RateCellProps) {
  const format = useFormat()
  const t = useWords('figures')
  const out = printLeftOut(figures.leftOutShare, format, t)
  const reason =
    figures.rateIssue === null ? undefined : t('no-rate', { why: t(`issue.${figures.rateIssue}`) })
  return (
    <td className="text-end" title={note ?? reason}>
      <Figure text={printRate(figures, format)} />
      {reason ? <span className="sr-only"> {reason}</span> : null}
      {out ? <span className="block text-wait text-xs">{out}</span> : null}
    </td>
  )
}
