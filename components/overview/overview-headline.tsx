import { useQuery } from '@tanstack/react-query'
import { LastBilled } from '#components/figures/last-billed.tsx'
import { ScopeWords } from '#components/figures/scope-words.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { useWords } from '#components/ui/words.tsx'
import { describeVerdict, judge, type Verdict } from '#lib/collections/headline.ts'
import { leftOutOfRange, rangeFigures } from '#lib/collections/key-figures.ts'
import type { OverviewPlan } from '#lib/collections/overview.ts'
import { printLeftOut } from '#lib/collections/print-figure.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import { leftOutShare } from '#lib/collections/rate.ts'
import type { Format } from '#lib/format.ts'
import type { Words } from '#lib/words/words.ts'

/** The page's headline, derived from its figures, and its basis. */
export function OverviewHeadline({ plan, scope }: { plan: OverviewPlan; scope: 'all' | readonly string[] }) {
  const format = useFormat()
  const t = useWords('overview')
  const tFigures = useWords('figures')
  const verdict = useVerdict(plan)
  const out = useLeftOut(plan)
  const { title, basis } = words(verdict, plan.currency, format, { overview: t, figures: tFigures })
  return (
    <div className="min-w-0 max-w-[68ch]">
      <h1 className="page-title" aria-live="polite">
        {title ?? <Skeleton className="my-1.5 h-4 w-72" />}
      </h1>
      <p className="mt-0.5 text-soft">
        <ScopeWords range={plan.range} chosen={plan.fundingSources} scope={scope} />
        {out ? <span className="text-wait"> · {out}</span> : null}
      </p>
      {typeof verdict === 'object' && verdict.kind === 'nothing_billed' ? (
        <LastBilled scope={plan} page="/" />
      ) : null}
      {basis ? <p className="mt-0.5 text-pretty text-faint text-sm">{basis}</p> : null}
    </div>
  )
}

/** Without figures the page still needs a title; the key figures report the failure. */
function words(
  verdict: Verdict | 'pending' | 'failed',
  currency: string,
  format: Format,
  said: { overview: Words<'overview'>; figures: Words<'figures'> },
) {
  if (verdict === 'pending') return { title: null, basis: null }
  if (verdict === 'failed') return { title: said.overview('title'), basis: null }
  return describeVerdict(verdict, currency, format, said)
}

/** The share of periods that every figure of the range leaves out; null if none. */
function useLeftOut(plan: OverviewPlan): string | null {
  const format = useFormat()
  const tFigures = useWords('figures')
  const { data } = useQuery(collectionQueries.weekly(plan.filters.now))
  return data
    ? printLeftOut(leftOutShare(leftOutOfRange(rangeFigures(data, plan.currency))), format, tFigures)
    : null
}

function useVerdict(plan: OverviewPlan): Verdict | 'pending' | 'failed' {
  const now = useQuery(collectionQueries.weekly(plan.filters.now))
  const previous = useQuery(collectionQueries.weekly(plan.filters.previous))
  if (!now.data) return now.isError ? 'failed' : 'pending'
  const { figures, isIncomplete, withoutCurrency } = rangeFigures(now.data, plan.currency)
  return judge({
    range: plan.range,
    today: plan.today,
    currency: plan.currency,
    figures,
    weeks: now.data.weeks,
    previousWeeks: previous.data?.weeks ?? [],
    isIncomplete,
    withoutCurrency,
    previousWithoutCurrency: previous.data?.withoutCurrency ?? 0,
    isPreviousIncomplete: previous.data ? rangeFigures(previous.data, plan.currency).isIncomplete : true,
  })
}
