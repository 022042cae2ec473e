'use client'

import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { NothingMirrored } from '#components/charts/nothing-mirrored.tsx'
import { ScopeControls } from '#components/charts/scope-controls.tsx'
import { FilterChip } from '#components/filters/filter-chip.tsx'
import { type ChoiceFilter, chosenValues } from '#components/filters/filter-spec.ts'
import { ErrorState } from '#components/ui/error-state.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { UNASSIGNED } from '#lib/billing-periods/filters.ts'
import type { Day } from '#lib/calendar-date.ts'
import { planCollections } from '#lib/collections/collections.ts'
import { rangeWords } from '#lib/collections/key-figures.ts'
import { collectionsParams } from '#lib/collections/params.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import { describeFiguresScope } from '#lib/people/figures-scope.ts'
import { urlParsers } from '#lib/search-params.ts'
import { CollectionsSkeleton } from './collections-skeleton.tsx'
import { SummaryTables } from './summary-tables.tsx'
import { WeeklyCharts } from './weekly-charts.tsx'

const parsers = urlParsers(collectionsParams)
const CURRENCY: ChoiceFilter = { kind: 'choice', key: 'currency', label: 'Currency', isPinned: true }
const GROUPS = [
  { value: 'status', label: 'Status' },
  { value: 'funding_source', label: 'Funding source' },
  { value: 'currency', label: 'Currency', title: 'One chart a currency: amounts of several are never added' },
] as const

type CollectionsViewProps = {
  today: Day
  /** The funding sources that the viewer may see. */
  scope: 'all' | readonly string[]
}

/** The weekly figures at full size, and their sums by funding source, status and currency. */
export function CollectionsView({ today, scope }: CollectionsViewProps) {
  const format = useFormat()
  const [params, setParams] = useQueryStates(parsers, { history: 'push' })
  const options = useQuery(collectionQueries.options())
  if (options.isPending) return <CollectionsSkeleton />
  if (options.isError) {
    return (
      <ErrorState
        what="The collections could not be loaded"
        error={options.error}
        onRetry={() => void options.refetch()}
        isRetrying={options.isFetching}
      />
    )
  }
  const plan = planCollections(params, options.data, today)
  if (!plan) return <NothingMirrored title="Collections" scope={scope} />
  const chosen = (params.funding_source ?? []).map((name) => (name === UNASSIGNED ? 'Unassigned' : name))
  return (
    <div className="mx-auto max-w-[1240px] px-4 pt-5 pb-12 md:px-8 md:pt-7">
      <h1 className="page-title">Collections</h1>
      <p className="mt-0.5 text-soft">
        {rangeWords(plan.range)}, {format.dayRange(plan.range.from, plan.range.to)} ·{' '}
        <span className="break-words">{describeFiguresScope(chosen, scope)}</span>
      </p>
      <div className="mt-4 mb-7 flex flex-wrap items-center justify-between gap-2">
        <ScopeControls
          fundingSources={params.funding_source}
          range={plan.range}
          options={options.data}
          onChange={(change) => void setParams(change)}
        >
          <FilterChip
            spec={CURRENCY}
            values={{ currency: params.currency }}
            options={options.data}
            onChange={(patch) => {
              const chosen = chosenValues(patch, 'currency')
              void setParams({ currency: chosen.length === 0 ? null : [...chosen] })
            }}
          />
        </ScopeControls>
        <Segmented
          label="Divide the bars by"
          options={GROUPS}
          value={params.by}
          onChange={(by) => void setParams({ by })}
        />
      </div>
      <WeeklyCharts plan={plan} />
      <SummaryTables plan={plan} />
    </div>
  )
}
