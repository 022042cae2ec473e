import { MissingDays } from '#components/figures/missing-days.tsx'
import { Figure } from '#components/ui/figure.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import { missingDays, type PeriodsHref } from '#lib/collections/chart.ts'
import { candidateOf, type Evidence } from '#lib/collections/comparison.ts'
import type { KeyFigureName } from '#lib/collections/definitions.ts'
import { countOf } from '#lib/collections/figures.ts'
import { signedPoints } from '#lib/collections/format-figures.ts'
import { describeEvidence } from '#lib/collections/headline.ts'
import { type Change, changeOf, leftOut, previousWords, statusesOf } from '#lib/collections/key-figures.ts'
import type { OverviewPlan } from '#lib/collections/overview.ts'
import { printChange, printExactly, printShare } from '#lib/collections/print-figure.ts'
import type { DayRange } from '#lib/collections/range.ts'
import { isSettled } from '#lib/collections/rate.ts'
import type { Comparison, EarlierRange } from '#lib/collections/schema.ts'
import type { Format } from '#lib/format.ts'
import { paths } from '#lib/paths.ts'
import type { Words } from '#lib/words/words.ts'

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
  answer: Comparison
  href: PeriodsHref
}

/** Explains a figure: its meaning, its parts, its comparisons, and what it leaves out. */
export function FigureExplanation({ name, plan, answer, href }: FigureExplanationProps) {
  const format = useFormat()
  const t = useWords('overview')
  const tFigures = useWords('figures')
  const { now, previous, lastYear } = answer
  const missing = missingDays(answer.freshness)
  const out = leftOut(now, tFigures)
  const periods = countOf(now.figures, statusesOf(name))
  const datesOf = ({ from, to }: DayRange) => format.dayRange(from, to)
  const isSameRange = previous.from === lastYear.from
  const ofPrevious = [previous, previousWords(plan.range, datesOf(previous), tFigures)] as const
  const ofLastYear = [lastYear, t('about.last-year', { dates: datesOf(lastYear) })] as const
  const earlier = isSameRange ? [ofLastYear] : [ofPrevious, ofLastYear]
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
      {name === 'rate' && now.figures.rate !== null && !isSettled(now.figures) ? (
        <p className="mt-2 text-pretty text-soft">{t('about.interval')}</p>
      ) : null}
      {name === 'rate' || name === 'failed' ? (
        <>
          <ComparedShares evidence={previous.verdicts[name].evidence} currency={plan.currency} />
          {isSameRange ? null : (
            <ComparedShares evidence={lastYear.verdicts[name].evidence} currency={plan.currency} />
          )}
        </>
      ) : null}
      <MissingDays missing={missing} />
      <p className="mt-3 flex flex-wrap justify-between gap-x-4 gap-y-1">
        <TextLink href={href}>{t('about.list', { count: periods })}</TextLink>
        <TextLink href={paths.definitions}>{tFigures('definitions')}</TextLink>
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
  now: Comparison['now']
  side: EarlierRange
  term: string
}

function Earlier({ name, now, side, term }: EarlierProps) {
  const format = useFormat()
  const t = useWords('overview')
  const tFigures = useWords('figures')
  const told = tellChange(changeOf(name, now, side, tFigures), format, t)
  return <Fact term={term} value={`${printExactly(name, side, format, tFigures)} (${told})`} />
}

/** Tells a change in a few words. */
function tellChange(change: Change, format: Format, t: Words<'overview'>): string {
  if (change.kind === 'unknown') return change.reason
  if (change.kind === 'amount') return printChange(change.by, format)
  return t(`about.${change.verdict}`)
}

/** The shares of billed that were compared with the previous range, by which rule and how sure. */
function ComparedShares({ evidence, currency }: { evidence: Evidence | null; currency: string }) {
  const format = useFormat()
  const t = useWords('overview')
  if (evidence === null) return null
  const { now, was, days, before } = evidence
  const tested = candidateOf(evidence)
  const lines = [
    [days, now],
    [before, was],
  ] as const
  return (
    <div className="mt-3 border-line border-t pt-2">
      <p className="text-pretty text-soft">{describeEvidence(evidence, format, t)}</p>
      {tested === null ? null : (
        <p className="mt-1 text-soft">
          {tested.tested === 'part'
            ? t('about.tested-part', { by: signedPoints(tested.difference, format) })
            : t('about.tested-reachable', { by: signedPoints(tested.difference, format) })}
        </p>
      )}
      <dl className="mt-1.5 grid gap-y-1">
        {lines.map(([range, share]) => (
          <div key={range.from}>
            <dt className="text-soft">{format.dayRange(range.from, range.to)}</dt>
            <dd className="wrap-anywhere">
              <Figure
                text={t('about.share', {
                  part: format.amount(share.part, currency),
                  billed: format.money(share.billed, currency),
                  share: printShare(share, format),
                })}
              />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
