import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import type { Route } from 'next'
import { RateCell } from '#components/figures/rate-cell.tsx'
import { Figure } from '#components/ui/figure.tsx'
import { FigureLink } from '#components/ui/figure-link.tsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import { periodsHref } from '#lib/collections/chart.ts'
import { FIGURE_STATUSES, hasMissingDays, sumFigures } from '#lib/collections/figures.ts'
import { compactAmount, signedPoints } from '#lib/collections/format-figures.ts'
import { changeOf, toneOf, versusPrevious } from '#lib/collections/key-figures.ts'
import { comparisonIn, type OverviewPlan } from '#lib/collections/overview.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import type { WeekFigures } from '#lib/collections/schema.ts'
import { UNKNOWN } from '#lib/format.ts'
import { WeekBars } from './week-bars.tsx'

type CurrencyLinesProps = {
  plan: OverviewPlan
  /** Returns the address of the page with another currency. */
  hrefOf: (currency: string) => Route
  onOpen: (currency: string) => void
  /** How many currencies have no line. */
  others: number
}

/**
 * One line for each currency: what was billed and collected, its rate and whether that changed. Amounts of several
 * currencies are never added up. The figures below are those of the open one.
 */
export function CurrencyLines({ plan, hrefOf, onOpen, others }: CurrencyLinesProps) {
  const t = useWords('overview')
  const tFigures = useWords('figures')
  const { data, isError } = useQuery(collectionQueries.weekly(plan.weekly))
  const versus = versusPrevious(plan.range, tFigures)
  return (
    <section aria-labelledby="currencies" className="mb-6">
      <h2 id="currencies" className="sr-only">
        {t('lines.title')}
      </h2>
      <table className="w-full">
        <thead>
          <tr className="text-soft text-sm *:border-line *:border-b *:py-1.5 *:font-medium">
            <th scope="col" className="w-20 ps-2 text-start">
              {t('currency')}
            </th>
            <th scope="col" className="w-[150px] ps-3 text-start max-md:hidden">
              {t('weekly.short')}
            </th>
            <th scope="col" className="ps-3 text-end max-md:hidden">
              {t('sources.billed')}
            </th>
            <th scope="col" className="ps-3 text-end max-sm:hidden">
              {t('sources.collected')}
            </th>
            <th scope="col" className="ps-3 text-end">
              {t('sources.rate')}
            </th>
            <th scope="col" className="ps-5 text-start">
              <span className="md:hidden">{t('lines.change')}</span>
              <span className="max-md:hidden">{t('lines.change-versus', { versus })}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {plan.lines.map((currency) => (
            <CurrencyLine
              key={currency}
              plan={plan}
              currency={currency}
              weeks={data?.weeks.filter((week) => week.currency === currency)}
              isPartial={data !== undefined && hasMissingDays(data.freshness)}
              hasFailed={isError && data === undefined}
              href={hrefOf(currency)}
              onOpen={() => onOpen(currency)}
            />
          ))}
        </tbody>
      </table>
      {others > 0 ? <p className="mt-2 text-soft text-sm">{t('lines.others', { count: others })}</p> : null}
    </section>
  )
}

type CurrencyLineProps = {
  plan: OverviewPlan
  currency: string
  /** Undefined while they are loading. */
  weeks: readonly WeekFigures[] | undefined
  /** Some of the days are not read completely. */
  isPartial: boolean
  hasFailed: boolean
  href: Route
  onOpen: () => void
}

function CurrencyLine(props: CurrencyLineProps) {
  const { plan, currency, weeks, isPartial, hasFailed, href, onOpen } = props
  const format = useFormat()
  const t = useWords('overview')
  const figures = weeks && sumFigures(weeks, currency)
  const isOpen = currency === plan.currency
  const amount = (name: 'billed' | 'collected') =>
    figures === undefined ? (
      <Waiting hasFailed={hasFailed} />
    ) : (
      // Above the link that covers the whole line.
      <FigureLink
        href={periodsHref({ ...plan, currency }, plan.range, FIGURE_STATUSES[name])}
        figure={{ amount: figures[name], currency }}
        title={format.money(figures[name], currency)}
        className="relative z-1"
      >
        <Figure text={compactAmount(figures[name], currency, format)} />
      </FigureLink>
    )
  return (
    <tr
      className={clsx(
        'relative h-10 *:border-line *:border-b *:py-1.5 [&>td]:ps-3',
        isOpen ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <th scope="row" className={clsx('ps-2 text-start', isOpen ? 'font-semibold' : 'font-normal')}>
        <PageLink
          href={href}
          aria-current={isOpen ? 'true' : undefined}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return
            event.preventDefault()
            onOpen()
          }}
          className="after:absolute after:inset-0 wrap-anywhere"
        >
          <SourceText text={currency} />
        </PageLink>
        {isPartial ? (
          <span className="block font-normal text-faint text-xs">{t('lines.partial')}</span>
        ) : null}
      </th>
      <td className="max-md:hidden">{weeks ? <WeekBars weeks={weeks} range={plan.range} /> : null}</td>
      <td className="text-end max-md:hidden">{amount('billed')}</td>
      <td className="text-end max-sm:hidden">{amount('collected')}</td>
      {figures ? (
        <RateCell figures={figures} />
      ) : (
        <td className="text-end">
          <Waiting hasFailed={hasFailed} />
        </td>
      )}
      <td>
        <div className="ps-2">
          <RateChange plan={plan} currency={currency} />
        </div>
      </td>
    </tr>
  )
}

function Waiting({ hasFailed }: { hasFailed: boolean }) {
  const t = useWords('overview')
  if (hasFailed) return <span title={t('lines.figures-failed')}>{UNKNOWN}</span>
  return <Skeleton className="ms-auto w-14" />
}

/** How the rate of a currency changed against the range before, as far as the data supports it. */
function RateChange({ plan, currency }: { plan: OverviewPlan; currency: string }) {
  const format = useFormat()
  const t = useWords('overview')
  const tFigures = useWords('figures')
  const filters = comparisonIn(currency, plan)
  // The open currency's comparison is on the page anyway.
  const isOpen = currency === plan.currency
  const { data, isError } = useQuery(
    isOpen ? collectionQueries.comparison(filters) : collectionQueries.lineComparison(filters),
  )
  if (isError && data === undefined) return <span title={t('lines.failed')}>{UNKNOWN}</span>
  if (!data) return <Skeleton className="w-24" />
  const change = changeOf('rate', data.now, data.previous, tFigures)
  if (change.kind !== 'share') {
    const why = change.kind === 'unknown' ? change.reason : ''
    return (
      <span className="text-faint" title={why}>
        {UNKNOWN}
        <span className="sr-only"> {why}</span>
      </span>
    )
  }
  if (change.verdict === 'no_clear_change' || change.verdict === 'too_few_contracts')
    return <span className="text-soft">{t(`lines.${change.verdict}`)}</span>
  const tone = toneOf('rate', change) === 'good' ? 'text-ok' : 'text-bad'
  return (
    <span className={`font-medium ${tone}`}>
      <Figure text={signedPoints(change.evidence.difference ?? 0, format)} />
    </span>
  )
}
