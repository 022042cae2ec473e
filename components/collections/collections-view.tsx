'use client'

import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { NothingMirrored } from '#components/figures/nothing-mirrored.tsx'
import { ScopeControls } from '#components/figures/scope-controls.tsx'
import { ScopeWords } from '#components/figures/scope-words.tsx'
import { FilterChip } from '#components/filters/filter-chip.tsx'
import { type ChoiceFilter, chosenValues } from '#components/filters/filter-spec.ts'
import { Loaded } from '#components/ui/loaded.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import type { Day } from '#lib/calendar-date.ts'
import { planCollections } from '#lib/collections/collections.ts'
import { collectionsParams } from '#lib/collections/params.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import { urlParsers } from '#lib/search-params.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { CollectionsSkeleton } from './collections-skeleton.tsx'
import { SummarySection } from './summary-section.tsx'
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
export function CollectionsView(props: CollectionsViewProps) {
  return (
    <Loaded
      query={useQuery(collectionQueries.options())}
      failure="The collections could not be loaded"
      pending={<CollectionsSkeleton />}
    >
      {(options) => <Collections {...props} options={options} />}
    </Loaded>
  )
}

function Collections({ today, scope, options }: CollectionsViewProps & { options: FilterOptions }) {
  const [params, setParams] = useQueryStates(parsers, { history: 'push' })
  const plan = planCollections(params, options, today)
  if (!plan) return <NothingMirrored title="Collections" scope={scope} />
  return (
    <div className="mx-auto max-w-[1240px] px-4 pt-5 pb-12 md:px-8 md:pt-7">
      <h1 className="page-title">Collections</h1>
      <p className="mt-0.5 text-soft">
        <ScopeWords range={plan.range} chosen={params.funding_source} scope={scope} />
      </p>
      <div className="mt-4 mb-7 flex flex-wrap items-center justify-between gap-2">
        <ScopeControls
          fundingSources={params.funding_source}
          range={plan.range}
          options={options}
          onChange={(change) => void setParams(change)}
        >
          <FilterChip
            spec={CURRENCY}
            values={{ currency: params.currency }}
            options={options}
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
      <div className="mt-10 grid gap-y-10">
        <SummarySection plan={plan} by="funding_source" title="By funding source" />
        <SummarySection plan={plan} by="status" title="By status" />
        <SummarySection plan={plan} by="currency" title="By currency" />
      </div>
    </div>
  )
}
