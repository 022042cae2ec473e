'use client'

import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { NothingMirrored } from '#components/figures/nothing-mirrored.tsx'
import { AsOfFilter, PastFigures } from '#components/figures/past-figures.tsx'
import { ScopeControls } from '#components/figures/scope-controls.tsx'
import { ScopeWords } from '#components/figures/scope-words.tsx'
import { TableSkeleton } from '#components/figures/skeletons.tsx'
import { FilterChip } from '#components/filters/filter-chip.tsx'
import { type ChoiceFilter, chosenValues } from '#components/filters/filter-spec.ts'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { Day } from '#lib/calendar-date.ts'
import { AGES } from '#lib/collections/age.ts'
import { planCollections } from '#lib/collections/collections.ts'
import { CHART_GROUPS, collectionsParams } from '#lib/collections/params.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import { dayLookedAt } from '#lib/instant-or-day.ts'
import { paths } from '#lib/paths.ts'
import { urlParsers } from '#lib/search-params.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { CollectionsSkeleton } from './collections-skeleton.tsx'
import { SummarySection } from './summary-section.tsx'
import { WeeklyCharts } from './weekly-charts.tsx'

const MovementSection = lazyComponent(
  () => import('./movement-section.tsx').then((module) => module.MovementSection),
  <TableSkeleton rows={6} />,
)

const BridgeSection = lazyComponent(
  () => import('./bridge-section.tsx').then((module) => module.BridgeSection),
  <TableSkeleton rows={4} />,
)

const TargetsSection = lazyComponent(() =>
  import('./targets-section.tsx').then((module) => module.TargetsSection),
)

const parsers = urlParsers(collectionsParams)

const UnpaidByAge = lazyComponent(
  () => import('./unpaid-by-age.tsx').then((module) => module.UnpaidByAge),
  <TableSkeleton rows={AGES.length + 1} />,
)

const CollectedByAge = lazyComponent(
  () => import('./collected-by-age.tsx').then((module) => module.CollectedByAge),
  <TableSkeleton rows={13} />,
)

type CollectionsViewProps = {
  today: Day
  /** The funding sources that the viewer may see. */
  scope: 'all' | readonly string[]
}

/** The weekly figures at full size, and their sums by funding source, status and currency. */
export function CollectionsView(props: CollectionsViewProps) {
  const t = useWords('collections')
  return (
    <Loaded
      query={useQuery(collectionQueries.options())}
      failure={t('failed')}
      pending={<CollectionsSkeleton />}
    >
      {(options) => <Collections {...props} options={options} />}
    </Loaded>
  )
}

function Collections({ today, scope, options }: CollectionsViewProps & { options: FilterOptions }) {
  const t = useWords('collections')
  const tFigures = useWords('figures')
  const currency: ChoiceFilter = {
    kind: 'choice',
    key: 'currency',
    label: t('column.currency'),
    isPinned: true,
  }
  const { timeZone } = useFormat()
  const [params, setParams] = useQueryStates(parsers, { history: 'push' })
  const plan = planCollections(params, options, dayLookedAt(params.as_of, today, timeZone))
  if (!plan) return <NothingMirrored title={t('title')} scope={scope} />
  return (
    <div className="mx-auto max-w-[1240px] px-4 pt-5 pb-12 md:px-8 md:pt-7">
      <h1 className="page-title">{t('title')}</h1>
      <p className="mt-0.5 text-soft">
        <ScopeWords range={plan.range} chosen={params.funding_source} scope={scope} /> ·{' '}
        <TextLink href={paths.definitions}>{tFigures('definitions')}</TextLink>
      </p>
      <div className="mt-4 mb-7 flex flex-wrap items-center justify-between gap-2">
        <ScopeControls
          fundingSources={params.funding_source}
          range={plan.range}
          season={plan.season}
          options={options}
          hasReport={params.as_of === null}
          onChange={(change) => void setParams(change)}
        >
          <FilterChip
            spec={currency}
            values={{ currency: params.currency }}
            options={options}
            onChange={(patch) => {
              const chosen = chosenValues(patch, 'currency')
              void setParams({ currency: chosen.length === 0 ? null : [...chosen] })
            }}
          />
          <AsOfFilter asOf={params.as_of} options={options} onChange={(as_of) => void setParams({ as_of })} />
        </ScopeControls>
        <Segmented
          label={t('divide.label')}
          options={CHART_GROUPS.map((by) => ({
            value: by,
            label: t(`divide.${by}`),
            title: by === 'currency' ? t('divide.currency-hint') : undefined,
          }))}
          value={params.by}
          onChange={(by) => void setParams({ by })}
        />
      </div>
      <div className="-mt-4">
        <PastFigures plan={plan} onBack={() => void setParams({ as_of: null })} />
      </div>
      <WeeklyCharts plan={plan} />
      <div className="mt-10 grid grid-cols-1 gap-y-10">
        <SummarySection plan={plan} by="funding_source" />
        <SummarySection plan={plan} by="status" />
        <SummarySection plan={plan} by="currency" />
        <TargetsSection
          currencies={plan.all.currency}
          fundingSources={plan.fundingSources}
          asOf={plan.asOf}
        />
        <UnpaidByAge plan={plan} />
        <MovementSection plan={plan} />
        <CollectedByAge plan={plan} />
        <BridgeSection plan={plan} />
      </div>
    </div>
  )
}
