'use client'

import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { ErrorState } from '#components/ui/error-state.tsx'
import { KEY_FIGURES } from '#lib/collections/definitions.ts'
import { rangeFigures } from '#lib/collections/key-figures.ts'
import type { OverviewPlan } from '#lib/collections/overview.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import type { WeeklyCollections } from '#lib/collections/schema.ts'
import type { EarlierSide } from './earlier-side.ts'
import { KeyFigure } from './key-figure.tsx'
import { KeyFiguresSkeleton } from './overview-skeleton.tsx'

/**
 * Billed, collected, rate, outstanding and failed, each compared with the previous range and the same weeks
 * last year.
 */
export function KeyFigures({ plan }: { plan: OverviewPlan }) {
  const now = useQuery(collectionQueries.weekly(plan.filters.now))
  const previous = useQuery(collectionQueries.weekly(plan.filters.previous))
  const lastYear = useQuery(collectionQueries.weekly(plan.filters.lastYear))
  if (now.isPending) return <KeyFiguresSkeleton />
  if (now.isError) {
    return (
      <ErrorState
        what="The figures could not be loaded"
        error={now.error}
        onRetry={() => void now.refetch()}
        isRetrying={now.isFetching}
      />
    )
  }
  const figures = rangeFigures(now.data, plan.currency)
  const sides = { previous: sideOf(previous, plan), lastYear: sideOf(lastYear, plan) }
  return (
    <section aria-label="Key figures">
      <ul className="grid grid-cols-2 gap-px border-line border-y bg-line md:grid-cols-6 lg:grid-cols-5">
        {KEY_FIGURES.map((name) => (
          <KeyFigure key={name} name={name} plan={plan} now={figures} before={sides} answer={now.data} />
        ))}
      </ul>
    </section>
  )
}

function sideOf(query: UseQueryResult<WeeklyCollections>, plan: OverviewPlan): EarlierSide {
  if (query.data) return rangeFigures(query.data, plan.currency)
  return query.isError ? 'failed' : 'pending'
}
