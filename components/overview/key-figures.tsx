import { useQuery } from '@tanstack/react-query'
import { Loaded } from '#components/ui/loaded.tsx'
import { useWords } from '#components/ui/words.tsx'
import { KEY_FIGURES } from '#lib/collections/definitions.ts'
import type { OverviewPlan } from '#lib/collections/overview.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import { KeyFigure } from './key-figure.tsx'
import { KeyFiguresSkeleton } from './overview-skeleton.tsx'

/**
 * Billed, collected, rate, outstanding and failed, each compared with the previous range and the same weeks
 * last year.
 */
export function KeyFigures({ plan }: { plan: OverviewPlan }) {
  const t = useWords('overview')
  const comparison = useQuery(collectionQueries.comparison(plan.comparison))
  return (
    <Loaded query={comparison} failure={t('figures.failed')} pending={<KeyFiguresSkeleton />}>
      {(answer) => (
        <section aria-label={t('figures.title')}>
          <ul className="key-figures grid grid-cols-2 gap-px border-line border-y bg-line md:grid-cols-6 lg:grid-cols-5">
            {KEY_FIGURES.map((name) => (
              <KeyFigure key={name} name={name} plan={plan} answer={answer} />
            ))}
          </ul>
        </section>
      )}
    </Loaded>
  )
}
