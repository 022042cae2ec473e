import { useQuery } from '@tanstack/react-query'
import { LastBilled } from '#components/figures/last-billed.tsx'
import { ScopeWords } from '#components/figures/scope-words.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import { leftOutOfRange } from '#lib/collections/figures.ts'
import { headlineOf, isNothingBilled } from '#lib/collections/headline.ts'
import type { OverviewPlan } from '#lib/collections/overview.ts'
import { printLeftOut } from '#lib/collections/print-figure.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import { leftOutShare } from '#lib/collections/rate.ts'
import type { Comparison } from '#lib/collections/schema.ts'

/** The page's headline, derived from its figures, and its basis. */
export function OverviewHeadline({ plan, scope }: { plan: OverviewPlan; scope: 'all' | readonly string[] }) {
  const format = useFormat()
  const tFigures = useWords('figures')
  const query = useQuery(collectionQueries.comparison(plan.comparison))
  const { title, basis } = useHeadline(query.data, query.isError, plan.currency)
  const out = query.data ? printLeftOut(leftOutShare(leftOutOfRange(query.data.now)), format, tFigures) : null
  return (
    <div className="min-w-0 max-w-[68ch]">
      <h1 className="page-title" aria-live="polite">
        {title === null ? (
          <Skeleton className="my-1.5 h-4 w-72" />
        ) : (
          <>
            {plan.lines.length > 1 ? (
              <span className="font-normal text-soft">
                <SourceText text={plan.currency} /> ·{' '}
              </span>
            ) : null}
            {unbroken(title)}
          </>
        )}
      </h1>
      <p className="mt-0.5 text-soft">
        <ScopeWords range={plan.range} chosen={plan.fundingSources} scope={scope} />
        {out ? <span className="text-wait"> · {out}</span> : null}
      </p>
      {query.data && isNothingBilled(query.data.now) ? <LastBilled scope={plan} page="/" /> : null}
      {basis ? <p className="mt-0.5 text-pretty text-faint text-sm">{basis}</p> : null}
    </div>
  )
}

/** Keeps both ends of an interval on one line. */
function unbroken(title: string): string {
  return title.replaceAll(/(?<=\S)–(?=\S)/g, '\u2060–\u2060')
}

/** Without figures the page still needs a title; the key figures report the failure. */
function useHeadline(
  data: Comparison | undefined,
  isError: boolean,
  currency: string,
): { title: string | null; basis: string | null } {
  const format = useFormat()
  const words = { overview: useWords('overview'), figures: useWords('figures') }
  if (data) return headlineOf(data, currency, format, words)
  return { title: isError ? words.overview('title') : null, basis: null }
}
