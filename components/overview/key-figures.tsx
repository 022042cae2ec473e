import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { Loaded } from '#components/ui/loaded.tsx'
import { useWords } from '#components/ui/words.tsx'
import { KEY_FIGURES } from '#lib/collections/definitions.ts'
import { rangeFigures } from '#lib/collections/key-figures.ts'
import type { OverviewPlan } from '#lib/collections/overview.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import type { WeeklyCollections } from '#lib/collections/schema.ts'
import type { EarlierSide } from './figure-explanation.tsx'
import { KeyFigure } from './key-figure.tsx'
import { KeyFiguresSkeleton } from './overview-skeleton.tsx'

/**
 * Billed, collected, rate, outstanding and failed, each compared with the previous range and the same weeks
 * last year.
 */
export function KeyFigures({ plan }: { plan: OverviewPlan }) {
  const t = useWords('overview')
  const now = useQuery(collectionQueries.weekly(plan.filters.now))
  const previous = useQuery(collectionQueries.weekly(plan.filters.previous))
  const lastYear = useQuery(collectionQueries.weekly(plan.filters.lastYear))
  const sides = { previous: sideOf(previous, plan), lastYear: sideOf(lastYear, plan) }
  return (
    <Loaded query={now} failure={t('figures.failed')} pending={<KeyFiguresSkeleton />}>
      {(answer) => (
        <section aria-label={t('figures.title')}>
          <ul className="grid grid-cols-2 gap-px border-line border-y bg-line md:grid-cols-6 lg:grid-cols-5">
            {KEY_FIGURES.map((name) => (
              <KeyFigure
                key={name}
                name={name}
                plan={plan}
                now={rangeFigures(answer, plan.currency)}
                before={sides}
                answer={answer}
              />
            ))}
          </ul>
        </section>
      )}
    </Loaded>
  )
}

function sideOf(query: UseQueryResult<WeeklyCollections>, plan: OverviewPlan): EarlierSide {
  if (query.data) return rangeFigures(query.data, plan.currency)
  return query.isError ? 'failed' : 'pending'
}
