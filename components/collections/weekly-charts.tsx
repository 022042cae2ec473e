import { useQueries, useQuery } from '@tanstack/react-query'
import { LastBilled } from '#components/figures/last-billed.tsx'
import { WeeklyChart } from '#components/figures/weekly-chart.tsx'
import { QueryError } from '#components/ui/error-state.tsx'
import { useWords } from '#components/ui/words.tsx'
import { fundingSourcePoints, statusPoints } from '#lib/collections/chart.ts'
import { FILE_TITLES, STATUS_FILE_SERIES } from '#lib/collections/chart-file.ts'
import { type CollectionsPlan, figuresFile } from '#lib/collections/collections.ts'
import { nameSeries, statusSeries } from '#lib/collections/present.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import type { WeeklyCollections } from '#lib/collections/schema.ts'
import { UNASSIGNED_CHOICE } from '#lib/unassigned.ts'
import { visibleText } from '#lib/visible-text.ts'
import { ChartsSkeleton } from './collections-skeleton.tsx'

/** One chart per currency, with bars divided by the chosen grouping. */
export function WeeklyCharts({ plan }: { plan: CollectionsPlan }) {
  const t = useWords('collections')
  const whole = useQuery(collectionQueries.weekly(plan.weekly))
  const parts = useQueries({ queries: plan.parts.map((part) => collectionQueries.weekly(part.filters)) })
  const failed = [whole, ...parts].find((query) => query.isError && !query.data)
  if (failed) return <QueryError what={t('weekly.failed')} query={failed} />
  const answers = parts.flatMap((query) => query.data ?? [])
  if (!whole.data || answers.length < plan.parts.length) return <ChartsSkeleton />
  const isGrid = plan.by === 'currency' && plan.currencies.length > 1
  return (
    <>
      <div className={isGrid ? 'grid gap-x-10 gap-y-10 lg:grid-cols-2' : 'grid gap-y-10'}>
        {plan.currencies.map((currency) => (
          <CurrencyChart
            key={currency}
            plan={plan}
            currency={currency}
            whole={whole.data}
            parts={answers}
            isSmall={isGrid}
          />
        ))}
      </div>
      {plan.undrawn > 0 ? <Undrawn plan={plan} /> : null}
    </>
  )
}

/** Says what no chart shows, because one page cannot draw everything. */
function Undrawn({ plan }: { plan: CollectionsPlan }) {
  const t = useWords('collections')
  const count = plan.undrawn
  return (
    <p className="mt-4 text-wait">
      {plan.by === 'funding_source'
        ? t('undrawn.funding-sources', { count })
        : t('undrawn.currencies', { count })}
    </p>
  )
}

type CurrencyChartProps = {
  plan: CollectionsPlan
  currency: string
  whole: WeeklyCollections
  parts: readonly WeeklyCollections[]
  isSmall: boolean
}

function CurrencyChart({ plan, currency, whole, parts, isSmall }: CurrencyChartProps) {
  const t = useWords('collections')
  const tStatus = useWords('statuses')
  const scope = { ...plan, currency, freshness: whole.freshness }
  const isByFunding = plan.by === 'funding_source'
  const named = plan.parts.map(({ key, label, values }) => ({
    key,
    label:
      key === UNASSIGNED_CHOICE
        ? t('row.unassigned')
        : (label ?? t('weekly.others', { count: values.length })),
  }))
  const inFile = plan.parts.map(({ key, label, values }) => ({
    key,
    label: label === null ? `${values.length} others` : visibleText(label),
  }))
  const points = isByFunding
    ? fundingSourcePoints(
        whole.weeks,
        plan.parts.map((part, index) => ({ ...part, weeks: parts[index]?.weeks ?? [] })),
        scope,
      )
    : statusPoints(whole.weeks, scope)
  return (
    <WeeklyChart
      name={isByFunding ? t('weekly.by-funding-source', { currency }) : t('weekly.by-status', { currency })}
      currency={currency}
      series={isByFunding ? nameSeries(named) : statusSeries(tStatus)}
      fileSeries={isByFunding ? inFile : STATUS_FILE_SERIES}
      points={points}
      seasons={plan.seasons}
      answer={whole}
      filters={plan.weekly}
      fileTitle={FILE_TITLES[isByFunding ? 'funding_source' : 'status']}
      size={isSmall ? 'sm' : 'lg'}
      fileName={figuresFile(plan, `${plan.by}-${currency}`)}
    >
      {points.every(({ count, state }) => count === 0 && state !== 'not_read') ? (
        <LastBilled scope={{ ...plan, currency }} page="/collections" />
      ) : null}
    </WeeklyChart>
  )
}
