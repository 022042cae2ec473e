import { MissingDays } from '#components/figures/missing-days.tsx'
import { Breakable } from '#components/ui/breakable.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { useWords } from '#components/ui/words.tsx'
import { missingDays, type PeriodsHref } from '#lib/collections/chart.ts'
import {
  KEY_FIGURE_DEFINITIONS,
  KEY_FIGURE_LABELS,
  type KeyFigureName,
} from '#lib/collections/definitions.ts'
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
const PARTS: Partial<
  Record<KeyFigureName, (readonly [string, 'billed' | 'collected' | 'failed' | 'inFlight'])[]>
> = {
  rate: [
    ['Numerator: collected', 'collected'],
    ['Denominator: billed', 'billed'],
  ],
  billed: [
    ['Collected', 'collected'],
    ['Failed', 'failed'],
    ['In flight', 'inFlight'],
  ],
  outstanding: [
    ['Failed', 'failed'],
    ['In flight', 'inFlight'],
  ],
}

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
  const tFigures = useWords('figures')
  const missing = missingDays(answer.freshness)
  const out = leftOut(now, tFigures)
  const isFresh = reachesFreshWeeks(plan.range, plan.today) && name !== 'billed' && name !== 'failed'
  const periods = countOf(now.figures, statusesOf(name))
  const earlier = [
    [before.previous, plan.previous, previousWords(plan.range, tFigures)],
    [before.lastYear, plan.lastYear, 'The same weeks last year'],
  ] as const
  return (
    <div className="w-[min(380px,calc(100vw-32px))] p-4 text-sm">
      <p className="font-semibold text-base">{KEY_FIGURE_LABELS[name]}</p>
      <p className="mt-1 text-pretty text-soft">{KEY_FIGURE_DEFINITIONS[name]}</p>
      <dl className="mt-3 grid grid-cols-[minmax(96px,1fr)_auto] gap-x-4 gap-y-1.5">
        {PARTS[name]?.map(([term, part]) => (
          <Fact key={part} term={term} value={format.money(now.figures[part], plan.currency)} />
        ))}
        <Fact
          term={format.dayRange(plan.range.from, plan.range.to)}
          value={printExactly(name, now, format, tFigures)}
          isStrong
        />
        {earlier.map(([side, days, words]) => (
          <Earlier key={words} name={name} now={now} side={side} days={days} words={words} />
        ))}
      </dl>
      <p className="mt-3 text-pretty text-soft">
        <span className="font-medium text-ink">Left out: </span>
        {out.length === 0 ? 'no period of this currency' : out.join(', ')}. Periods of other currencies have
        figures of their own.
        {plan.today < plan.range.to
          ? ' The running week counts as far as it is billed; comparisons stop at the same day.'
          : ''}
      </p>
      {isFresh ? (
        <p className="mt-2 text-pretty text-soft">
          The last {WEEKS_STILL_BEING_PAID} weeks are still being paid, so the newest range looks less
          collected than earlier ones. The headline leaves them out of its comparison.
        </p>
      ) : null}
      <MissingDays missing={missing} />
      <p className="mt-3">
        <TextLink href={href}>List the {format.count(periods)} billing periods</TextLink>
      </p>
    </div>
  )
}

function Fact({ term, value, isStrong = false }: { term: string; value: string; isStrong?: boolean }) {
  return (
    <>
      <dt className={isStrong ? 'font-medium' : 'text-soft'}>{term}</dt>
      <dd className={`text-end wrap-anywhere ${isStrong ? 'font-medium' : ''}`}>
        <Breakable text={value} />
      </dd>
    </>
  )
}

type EarlierProps = {
  name: KeyFigureName
  now: RangeFigures
  side: EarlierSide
  days: DayRange
  words: string
}

function Earlier({ name, now, side, days, words }: EarlierProps) {
  const format = useFormat()
  const tFigures = useWords('figures')
  const term = `${words.replace(/^t/, 'T')}, ${format.dayRange(days.from, days.to)}`
  if (side === 'pending') return <Fact term={term} value="…" />
  if (side === 'failed') return <Fact term={term} value="could not be loaded" />
  const change = changeOf(name, now, side, false, tFigures)
  const told = change.kind === 'known' ? printChange(name, change.by, format) : change.reason
  return <Fact term={term} value={`${printExactly(name, side, format, tFigures)} (${told})`} />
}
