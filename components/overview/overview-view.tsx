'use client'

import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { NothingMirrored } from '#components/figures/nothing-mirrored.tsx'
import { AsOfFilter, PastFigures } from '#components/figures/past-figures.tsx'
import { ScopeControls } from '#components/figures/scope-controls.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { Day } from '#lib/calendar-date.ts'
import { currencyChoices, currencyToShow, planOverview } from '#lib/collections/overview.ts'
import { overviewParams } from '#lib/collections/params.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import { dayLookedAt } from '#lib/instant-or-day.ts'
import { withQuery } from '#lib/paths.ts'
import { serializeParams, urlParsers } from '#lib/search-params.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { ByFundingSource } from './by-funding-source.tsx'
import { CurrencyLines } from './currency-lines.tsx'
import { KeyFigures } from './key-figures.tsx'
import { OverviewHeadline } from './overview-headline.tsx'
import { OverviewSkeleton } from './overview-skeleton.tsx'
import { StuckLongest } from './stuck-longest.tsx'
import { TopContracts } from './top-contracts.tsx'
import { WeeklyBilled } from './weekly-billed.tsx'

const parsers = urlParsers(overviewParams)

type OverviewViewProps = {
  /** The day in the business time zone. */
  today: Day
  /** The funding sources that the viewer may see. */
  scope: 'all' | readonly string[]
}

/** Billed and collected amounts for the selected days, currency and funding sources. */
export function OverviewView(props: OverviewViewProps) {
  const t = useWords('overview')
  return (
    <Loaded
      query={useQuery(collectionQueries.options())}
      failure={t('failed')}
      pending={<OverviewSkeleton />}
    >
      {(options) => <Overview {...props} options={options} />}
    </Loaded>
  )
}

function Overview({ today, scope, options }: OverviewViewProps & { options: FilterOptions }) {
  const t = useWords('overview')
  const { timeZone } = useFormat()
  const [params, setParams] = useQueryStates(parsers, { history: 'push' })
  const currency = currencyToShow(params.currency, options)
  if (currency === null) return <NothingMirrored title={t('title')} scope={scope} />
  const day = dayLookedAt(params.as_of, today, timeZone)
  const plan = planOverview(params, currency, day, options)
  return (
    <div className="mx-auto max-w-[1240px] px-4 pt-5 pb-12 md:px-8 md:pt-7">
      <div className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <OverviewHeadline plan={plan} scope={scope} />
        <ScopeControls
          fundingSources={params.funding_source}
          range={plan.range}
          season={plan.season}
          options={options}
          hasReport={params.as_of === null}
          onChange={(change) => void setParams(change)}
        >
          <AsOfFilter asOf={params.as_of} options={options} onChange={(as_of) => void setParams({ as_of })} />
        </ScopeControls>
      </div>
      <PastFigures plan={plan} onBack={() => void setParams({ as_of: null })} />
      {plan.lines.length > 1 ? (
        <CurrencyLines
          plan={plan}
          hrefOf={(code) => withQuery('/', serializeParams(overviewParams, { ...params, currency: code }))}
          onOpen={(code) => void setParams({ currency: code })}
          others={currencyChoices([], options).length - plan.lines.length}
        />
      ) : null}
      <KeyFigures plan={plan} />
      <div className="mt-8 grid gap-x-10 gap-y-9 lg:grid-cols-[minmax(0,1fr)_350px]">
        <div className="flex min-w-0 flex-col gap-9">
          <WeeklyBilled plan={plan} />
          <TopContracts plan={plan} />
        </div>
        <div className="flex min-w-0 flex-col gap-9">
          <ByFundingSource plan={plan} />
          <StuckLongest plan={plan} />
        </div>
      </div>
    </div>
  )
}
