import clsx from 'clsx'
import Link from 'next/link'
import { Figure } from '#components/ui/figure.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { useWords } from '#components/ui/words.tsx'
import { periodsHref } from '#lib/collections/chart.ts'
import type { KeyFigureName } from '#lib/collections/definitions.ts'
import { countOf } from '#lib/collections/figures.ts'
import {
  changeOf,
  leftOutOfRange,
  type RangeFigures,
  reachesFreshWeeks,
  settledRate,
  statusesOf,
  versusPrevious,
} from '#lib/collections/key-figures.ts'
import type { OverviewPlan } from '#lib/collections/overview.ts'
import { printChange, printExactly, printLeftOut, printShortly } from '#lib/collections/print-figure.ts'
import { WEEKS_STILL_BEING_PAID } from '#lib/collections/range.ts'
import { leftOutShare } from '#lib/collections/rate.ts'
import type { WeeklyCollections } from '#lib/collections/schema.ts'
import { UNKNOWN } from '#lib/format.ts'
import { type EarlierSide, FigureExplanation } from './figure-explanation.tsx'

/** A figure with more characters uses a smaller font. */
const WIDE = 13

type KeyFigureProps = {
  name: KeyFigureName
  plan: OverviewPlan
  now: RangeFigures
  before: { previous: EarlierSide; lastYear: EarlierSide }
  answer: WeeklyCollections
}

/** One figure: a link to its rows, its meaning on demand, and its change. */
export function KeyFigure({ name, plan, now, before, answer }: KeyFigureProps) {
  const format = useFormat()
  const t = useWords('overview')
  const tFigures = useWords('figures')
  const label = t(`figure.${name}`)
  const statuses = statusesOf(name)
  const href = periodsHref(plan, plan.range, statuses)
  const isFresh = reachesFreshWeeks(plan.range, plan.today)
  const settled = settledRate(answer, plan.currency, plan.today)
  const sides: [EarlierSide, string][] =
    plan.previous.from === plan.lastYear.from
      ? [[before.previous, t('change.last-year')]]
      : [
          [before.previous, versusPrevious(plan.range, tFigures)],
          [before.lastYear, t('change.last-year')],
        ]
  const short = printShortly(name, now, format)
  const periods = countOf(now.figures, statuses)
  const excluded = leftOutOfRange(now).leftOut
  const out = name === 'rate' ? printLeftOut(leftOutShare(leftOutOfRange(now)), format, tFigures) : null
  return (
    <li className="min-w-0 bg-bg px-4 py-3.5 max-md:last:col-span-2 max-md:odd:ps-0 md:max-lg:col-span-2 md:max-lg:nth-[3n+1]:ps-0 md:max-lg:nth-[n+4]:col-span-3 lg:pe-1 lg:ps-5 lg:first:ps-0">
      <Popover
        variant="quiet"
        size="sm"
        className="-ms-2 h-6! font-normal!"
        title={t('figures.means', { figure: label })}
        aria-label={t('figures.means-label', { figure: label })}
        trigger={
          <>
            {label}
            <Icon name="info" size={12} className="text-faint" />
          </>
        }
      >
        {() => (
          <FigureExplanation name={name} plan={plan} now={now} before={before} answer={answer} href={href} />
        )}
      </Popover>
      <p
        className={clsx(
          'font-semibold tracking-tight wrap-anywhere',
          short.length > WIDE ? 'text-lg' : 'text-2xl',
        )}
      >
        <Link
          prefetch={false}
          href={href}
          title={printExactly(name, now, format, tFigures)}
          className="rounded-sm decoration-2 decoration-edge underline-offset-4 hover:underline"
        >
          <span className="sr-only">{label} </span>
          <Figure text={short} />
          <span className="sr-only">
            {t('figures.exactly', { amount: printExactly(name, now, format, tFigures), count: periods })}
          </span>
        </Link>
      </p>
      <p className="text-faint text-sm">
        {name === 'rate' && isFresh && settled !== null
          ? t('figures.settled', { rate: format.percent(settled), weeks: WEEKS_STILL_BEING_PAID })
          : now.isIncomplete
            ? t('figures.periods-partial', { count: periods })
            : excluded > 0
              ? t('figures.periods-excluded', { count: periods, excluded })
              : t('figures.periods', { count: periods })}
      </p>
      {out ? <p className="text-sm text-wait">{out}</p> : null}
      {sides.map(([side, versus]) => (
        <ChangeLine key={versus} {...{ name, now, side, versus }} isStillBeingPaid={isFresh} />
      ))}
    </li>
  )
}

type ChangeLineProps = {
  name: KeyFigureName
  now: RangeFigures
  side: EarlierSide
  versus: string
  isStillBeingPaid: boolean
}

function ChangeLine({ name, now, side, versus, isStillBeingPaid }: ChangeLineProps) {
  const format = useFormat()
  const t = useWords('overview')
  const tFigures = useWords('figures')
  if (side === 'pending') return <Skeleton className="my-1 h-3 w-28" />
  if (side === 'failed') return <p className="text-faint text-sm">{t('change.failed', { versus })}</p>
  const change = changeOf(name, now, side, isStillBeingPaid, tFigures)
  if (change.kind === 'unknown') {
    return (
      <p className="text-faint text-sm" title={t('change.none-title', { why: change.reason })}>
        {UNKNOWN} {versus}
        <span className="sr-only">: {change.reason}</span>
      </p>
    )
  }
  const by = printChange(name, change.by, format)
  return (
    <p className="text-pretty text-soft text-sm" title={`${by} ${versus}`}>
      <span className={clsx('font-medium', TONES[change.tone])}>
        <Figure text={by} />
      </span>{' '}
      {versus}
    </p>
  )
}

const TONES = { good: 'text-ok', bad: 'text-bad', neutral: 'text-ink' } as const
