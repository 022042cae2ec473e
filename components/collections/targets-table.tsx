import clsx from 'clsx'
import { Fragment, useState } from 'react'
import { ScrollTable } from '#components/table/scroll-table.tsx'
import { Figure } from '#components/ui/figure.tsx'
import { FigureLink } from '#components/ui/figure-link.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceLine } from '#components/ui/source-text.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { useWords } from '#components/ui/words.tsx'
import { printTarget } from '#lib/collections/print-target.ts'
import type { TargetState } from '#lib/collections/target.ts'
import type { Target } from '#lib/collections/target-schema.ts'
import { type PointLine, printHeadroom, printPoint, type TargetLine } from '#lib/collections/target-table.ts'
import { UNKNOWN } from '#lib/format.ts'
import type { Tone } from '#lib/tones.ts'
import { visibleText } from '#lib/visible-text.ts'
import { TargetPicture } from './target-picture.tsx'

const TONES: Record<TargetState, Tone> = { below: 'bad', watch: 'wait', met: 'ok', open: 'other' }

type TargetsTableProps = {
  lines: readonly TargetLine[]
  /** True for the latest point alone, without its amounts. */
  isShort: boolean
}

/** One line for each target; each opens the computation of its weekly points. */
export function TargetsTable({ lines, isShort }: TargetsTableProps) {
  const t = useWords('targets')
  const [open, setOpen] = useState<string | null>(null)
  const head = [
    t('column.funding-source'),
    t('column.currency'),
    t('column.state'),
    t('column.rate'),
    t('column.target'),
    t('column.headroom'),
  ]
  const amounts = [t('column.collected'), t('column.arriving'), t('column.billed'), t('column.points')]
  return (
    <ScrollTable label={t('title')} head={isShort ? head : [...head, ...amounts]} textColumns={3}>
      {lines.map((line) => (
        <Fragment key={line.key}>
          <TargetRow
            line={line}
            isShort={isShort}
            isOpen={open === line.key}
            onToggle={() => setOpen(open === line.key ? null : line.key)}
          />
          {open === line.key
            ? [line.latest, ...line.earlier].map((point) => (
                <PointRow key={point.to} point={point} line={line} />
              ))
            : null}
        </Fragment>
      ))}
    </ScrollTable>
  )
}

type TargetRowProps = { line: TargetLine; isShort: boolean; isOpen: boolean; onToggle: () => void }

function TargetRow({ line, isShort, isOpen, onToggle }: TargetRowProps) {
  const format = useFormat()
  const t = useWords('targets')
  const { target, latest, earlier } = line
  const { fundingSource, currency, percent, isGone } = target
  return (
    <tr className="hover:bg-hover">
      <th scope="row">
        <SourceLine text={fundingSource} />
        {isGone ? <span className="block text-wait text-xs">{t('gone')}</span> : null}
      </th>
      <td className="text-soft">{visibleText(currency)}</td>
      <StateCell point={latest} below={target} />
      <td className="font-medium">
        <Figure text={printPoint(latest, percent, format)} />
      </td>
      <td>
        <Figure text={printTarget(percent, format)} />
      </td>
      <HeadroomCell point={latest} percent={percent} />
      {isShort ? null : <AmountCells point={latest} currency={currency} />}
      {isShort ? null : (
        <td>
          <button
            type="button"
            aria-expanded={isOpen}
            aria-label={t('points.of', { name: visibleText(fundingSource), currency: visibleText(currency) })}
            onClick={onToggle}
            className="inline-flex items-center gap-1.5 rounded-md px-1 text-soft hover:text-ink"
          >
            <TargetPicture points={[latest, ...earlier]} percent={percent} />
            <Icon name="chevron-down" size={14} className={clsx(isOpen && 'rotate-180')} />
          </button>
        </td>
      )}
    </tr>
  )
}

/** A weekly point with its computation: collected ÷ billed, and what may still arrive. */
function PointRow({ point, line: { target } }: { point: PointLine; line: TargetLine }) {
  const format = useFormat()
  const t = useWords('targets')
  return (
    <tr className="text-sm hover:bg-hover">
      <th scope="row">
        <span className="ps-3">{format.dayRange(point.from, point.to)}</span>
      </th>
      <td />
      <StateCell point={point} />
      <td>
        <Figure text={printPoint(point, target.percent, format)} />
      </td>
      <td />
      <HeadroomCell point={point} percent={target.percent} />
      <AmountCells point={point} currency={target.currency} />
      <td>
        {point.leftOut > 0 ? (
          <span className="text-wait text-xs">{t('out.count', { count: point.leftOut })}</span>
        ) : null}
      </td>
    </tr>
  )
}

type StateCellProps = { point: PointLine; below?: Pick<Target, 'weeksBelow' | 'isBelowLonger'> }

/** The state of a point, and below it the reason for it, and for how many weeks the rate has been below. */
function StateCell({ point: { state, reason }, below }: StateCellProps) {
  const t = useWords('targets')
  const count = below?.weeksBelow ?? 0
  const weeks = below?.isBelowLonger ? t('below.all', { count }) : t('below.weeks', { count })
  return (
    <td>
      <StatusBadge tone={TONES[state]} label={t(`state.${state}`)} title={t(`means.${state}`)} />
      {reason === null ? null : <span className="block text-soft text-xs">{t(`reason.${reason}`)}</span>}
      {count === 0 ? null : (
        <span className="block text-soft text-xs">
          {state === 'below' ? weeks : t('below.before', { weeks })}
        </span>
      )}
    </td>
  )
}

function HeadroomCell({ point, percent }: { point: PointLine; percent: string }) {
  const format = useFormat()
  const t = useWords('targets')
  const headroom = printHeadroom(point, percent, format)
  if (headroom === null) return <td title={t('headroom.none')}>{UNKNOWN}</td>
  const { from, to } = headroom
  return (
    <td>
      <Figure text={to === null ? from : t('headroom.range', { from, to })} />
    </td>
  )
}

function AmountCells({ point, currency }: { point: PointLine; currency: string }) {
  const format = useFormat()
  const t = useWords('targets')
  const amount = (value: string) => <Figure text={format.amount(value, currency)} />
  const { hrefs, collected, arriving, billed } = point
  return (
    <>
      <td>
        <FigureLink
          href={hrefs.collected}
          figure={{ amount: collected, currency }}
          title={t('open.collected')}
        >
          {amount(collected)}
        </FigureLink>
      </td>
      <td className="text-soft">{amount(arriving)}</td>
      <td>
        <FigureLink href={hrefs.billed} figure={{ amount: billed, currency }} title={t('open.billed')}>
          {amount(billed)}
        </FigureLink>
      </td>
    </>
  )
}
