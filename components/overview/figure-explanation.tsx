import { MissingDays } from '#components/figures/missing-days.tsx'
import { Figure } from '#components/ui/figure.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import { missingDays, type PeriodsHref } from '#lib/collections/chart.ts'
import type { KeyFigureName } from '#lib/collections/definitions.ts'
import { countOf } from '#lib/collections/figures.ts'
import {
  changeOf,
  leftOut,
  previousWords,
  type RangeFigures,
  reachesFreshWeeks,
  statusesOf,
} from '#lib/collections/key-figures.ts'
import type { OverviewPlan } from '#lib/collections/overview.ts'
import { printChange, printExactly } from '#lib/collections/print-figure.ts'
import { type DayRange, WEEKS_STILL_BEING_PAID } from '#lib/collections/range.ts'
import type { WeeklyCollections } from '#lib/collections/schema.ts'

/** An earlier range to compare with: its figures, loading, or failed. */
export type EarlierSide = RangeFigures | 'pending' | 'failed'

/** The amounts that make up a figure. */
const PARTS = {
  billed: [
    ['collected', 'collected'],
    ['failed', 'failed'],
    ['in-flight', 'inFlight'],
  ],
  collected: [],
  rate: [
    ['rate-collected', 'collected'],
    ['rate-billed', 'billed'],
  ],
  outstanding: [
    ['failed', 'failed'],
    ['in-flight', 'inFlight'],
  ],
  failed: [],
} as const

type FigureExplanationProps = {
  name: KeyFigureName
  plan: OverviewPlan
  now: RangeFigures
  before: { previous: EarlierSide; lastYear: EarlierSide }
  answer: WeeklyCollections
  href: PeriodsHref
}

/** Explains a figure: its meaning, its parts, its comparisons, and what it leaves out. */
export function FigureExplanation({ name, plan, now, before, answer, href }: FigureExplanationProps) {
  const format = useFormat()
  const t = useWords('overview')
  const tFigures = useWords('figures')
  const missing = missingDays(answer.freshness)
  const out = leftOut(now, tFigures)
  const isFresh = reachesFreshWeeks(plan.range, plan.today) && name !== 'billed' && name !== 'failed'
  const periods = countOf(now.figures, statusesOf(name))
  const datesOf = ({ from, to }: DayRange) => format.dayRange(from, to)
  const earlier = [
    [before.previous, previousWords(plan.range, datesOf(plan.previous), tFigures)],
    [before.lastYear, t('about.last-year', { dates: datesOf(plan.lastYear) })],
  ] as const
  return (
    <div className="w-[min(380px,calc(100vw-32px))] p-4 text-sm">
      <p className="font-semibold text-base">{t(`figure.${name}`)}</p>
      <p className="mt-1 text-pretty text-soft">{t(`means.${name}`)}</p>
      <dl className="mt-3 grid grid-cols-[minmax(96px,1fr)_auto] gap-x-4 gap-y-1.5">
        {PARTS[name].map(([term, part]) => (
          <Fact key={part} term={t(`part.${term}`)} value={format.money(now.figures[part], plan.currency)} />
        ))}
        <Fact
          term={format.dayRange(plan.range.from, plan.range.to)}
          value={printExactly(name, now, format, tFigures)}
          isStrong
        />
        {earlier.map(([side, term]) => (
          <Earlier key={term} name={name} now={now} side={side} term={term} />
        ))}
      </dl>
      <p className="mt-3 text-pretty text-soft">
        {richText(
          t.rich('about.left-out', {
            parts: out.length === 0 ? t('about.nothing') : format.list(out),
            strong: (inside) => (
              <span key="strong" className="font-medium text-ink">
                {inside}
              </span>
            ),
          }),
        )}
        {plan.today < plan.range.to ? ` ${t('about.running')}` : null}
      </p>
      {isFresh ? (
        <p className="mt-2 text-pretty text-soft">{t('about.fresh', { weeks: WEEKS_STILL_BEING_PAID })}</p>
      ) : null}
      <MissingDays missing={missing} />
      <p className="mt-3">
        <TextLink href={href}>{t('about.list', { count: periods })}</TextLink>
      </p>
    </div>
  )
}

function Fact({ term, value, isStrong = false }: { term: string; value: string; isStrong?: boolean }) {
  return (
    <>
      <dt className={isStrong ? 'font-medium' : 'text-soft'}>{term}</dt>
      <dd className={`text-end wrap-anywhere ${isStrong ? 'font-medium' : ''}`}>
        <Figure text={value} />
      </dd>
    </>
  )
}

type EarlierProps = {
  name: KeyFigureName
  now: RangeFigures
  side: EarlierSide
  term: string
}

function Earlier({ name, now, side, term }: EarlierProps) {
  const format = useFormat()
  const t = useWords('overview')
  const tFigures = useWords('figures')
  if (side === 'pending') return <Fact term={term} value="…" />
  if (side === 'failed') return <Fact term={term} value={t('about.failed')} />
  const change = changeOf(name, now, side, false, tFigures)
  const told = change.kind === 'known' ? printChange(name, change.by, format) : change.reason
  return <Fact term={term} value={`${printExactly(name, side, format, tFigures)} (${told})`} />
}
