import { useQuery } from '@tanstack/react-query'
import { FilterChip } from '#components/filters/filter-chip.tsx'
import { chosenValues, type MomentFilter } from '#components/filters/filter-spec.ts'
import { PastNotice } from '#components/filters/past-notice.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { CollectionFilters } from '#lib/collections/filters.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'

type AsOfFilterProps = {
  asOf: string | null
  options: FilterOptions
  onChange: (asOf: string | null) => void
}

/** Chooses as of when the figures of a page are. */
export function AsOfFilter({ asOf, options, onChange }: AsOfFilterProps) {
  const t = useWords('figures')
  const moment: MomentFilter = {
    kind: 'moment',
    key: 'as_of',
    label: t('scope.as-of'),
    edge: 'end',
    list: { source: 'hello-tractor', resource: 'billing-periods' },
  }
  return (
    <FilterChip
      spec={moment}
      values={{ as_of: asOf }}
      options={options}
      onChange={(patch) => onChange(chosenValues(patch, 'as_of')[0] ?? null)}
    />
  )
}

type PastFiguresProps = { plan: { asOf: string | null; weekly: CollectionFilters }; onBack: () => void }

/** Says as of when the figures of a page are, if not as of now. */
export function PastFigures({ plan, onBack }: PastFiguresProps) {
  const { data } = useQuery(collectionQueries.weekly(plan.weekly))
  if (plan.asOf === null || !data?.asOf) return null
  return (
    <div className="mb-7">
      <PastNotice isFigures list="periods" asOf={data.asOf} onBack={onBack} />
    </div>
  )
}
