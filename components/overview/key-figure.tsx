import clsx from 'clsx'
import { Figure } from '#components/ui/figure.tsx'
import { FigureLink } from '#components/ui/figure-link.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { periodsHref } from '#lib/collections/chart.ts'
import type { KeyFigureName } from '#lib/collections/definitions.ts'
import { countOf, leftOutOfRange } from '#lib/collections/figures.ts'
import { signedPoints } from '#lib/collections/format-figures.ts'
import { type Change, changeOf, statusesOf, toneOf, versusPrevious } from '#lib/collections/key-figures.ts'
import type { OverviewPlan } from '#lib/collections/overview.ts'
import { printChange, printExactly, printLeftOut, printShortly } from '#lib/collections/print-figure.ts'
import { leftOutShare } from '#lib/collections/rate.ts'
import type { Comparison, EarlierRange } from '#lib/collections/schema.ts'
import { type Format, UNKNOWN } from '#lib/format.ts'
import type { Words } from '#lib/words/words.ts'
import { FigureExplanation } from './figure-explanation.tsx'

/** A figure with more characters uses a smaller font. */
const WIDE = 13

type KeyFigureProps = { name: KeyFigureName; plan: OverviewPlan; answer: Comparison }

/** One figure: a link to its rows, its meaning on demand, and its change. */
export function KeyFigure({ name, plan, answer }: KeyFigureProps) {
  const format = useFormat()
  const t = useWords('overview')
  const tFigures = useWords('figures')
  const { now, previous, lastYear } = answer
  const label = t(`figure.${name}`)
  const statuses = statusesOf(name)
  const href = periodsHref(plan, plan.range, statuses)
  const sides: [EarlierRange, string][] =
    previous.from === lastYear.from
      ? [[previous, t('change.last-year')]]
      : [
          [previous, versusPrevious(plan.range, tFigures)],
          [lastYear, t('change.last-year')],
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
        isText
        title={t('figures.means', { figure: label })}
        aria-label={t('figures.means-label', { figure: label })}
        trigger={
          <>
            {label}
            <Icon name="info" size={12} className="text-faint" />
          </>
        }
      >
        {() => <FigureExplanation name={name} plan={plan} answer={answer} href={href} />}
      </Popover>
      <p
        className={clsx(
          'font-semibold tracking-tight wrap-anywhere',
          short.length > WIDE ? 'text-lg' : 'text-2xl',
        )}
      >
        <FigureLink
          href={href}
          figure={
            name === 'rate'
              ? { share: now.figures.billed, currency: plan.currency }
              : { amount: now.figures[name], currency: plan.currency }
          }
          title={printExactly(name, now, format, tFigures)}
          className="rounded-sm decoration-2 decoration-edge underline-offset-4"
        >
          <span className="sr-only">{label} </span>
          <Figure text={short} />
          <span className="sr-only">
            {t('figures.exactly', { amount: printExactly(name, now, format, tFigures), count: periods })}
          </span>
        </FigureLink>
      </p>
      <p className="text-faint text-sm">
        {now.isIncomplete
          ? t('figures.periods-partial', { count: periods })
          : excluded > 0
            ? t('figures.periods-excluded', { count: periods, excluded })
            : t('figures.periods', { count: periods })}
      </p>
      {out ? <p className="text-sm text-wait">{out}</p> : null}
      {sides.map(([side, versus]) => (
        <ChangeLine key={versus} name={name} now={now} side={side} versus={versus} />
      ))}
    </li>
  )
}

type ChangeLineProps = { name: KeyFigureName; now: Comparison['now']; side: EarlierRange; versus: string }

function ChangeLine({ name, now, side, versus }: ChangeLineProps) {
  const format = useFormat()
  const t = useWords('overview')
  const tFigures = useWords('figures')
  const change = changeOf(name, now, side, tFigures)
  if (change.kind === 'unknown') {
    return (
      <p className="text-faint text-sm" title={t('change.none-title', { why: change.reason })}>
        {UNKNOWN} {versus}
        <span className="sr-only">: {change.reason}</span>
      </p>
    )
  }
  if (
    change.kind === 'share' &&
    (change.verdict === 'no_clear_change' || change.verdict === 'too_few_contracts')
  )
    return <p className="text-pretty text-soft text-sm">{t(`change.${change.verdict}`, { versus })}</p>
  const by = printBy(name, change, format, t)
  const against = change.kind === 'amount' && change.isAtEqualAge ? t('change.equal-age', { versus }) : versus
  return (
    <p className="text-pretty text-soft text-sm" title={`${by} ${against}`}>
      <span className={clsx('font-medium', TONES[toneOf(name, change)])}>
        <Figure text={by} />
      </span>{' '}
      {against}
    </p>
  )
}

/** Prints a known change in the unit of its figure. */
function printBy(
  name: KeyFigureName,
  change: Exclude<Change, { kind: 'unknown' }>,
  format: Format,
  t: Words<'overview'>,
): string {
  if (change.kind === 'amount') return printChange(change.by, format)
  const by = signedPoints(change.evidence.difference ?? 0, format)
  return name === 'failed' ? t('change.share', { by }) : by
}

const TONES = { good: 'text-ok', bad: 'text-bad', neutral: 'text-ink' } as const
