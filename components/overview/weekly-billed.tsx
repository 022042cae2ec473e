import { useQuery } from '@tanstack/react-query'
import type { ComponentProps } from 'react'
import { WeeklyChart } from '#components/figures/weekly-chart.tsx'
import { useWords } from '#components/ui/words.tsx'
import { statusPoints } from '#lib/collections/chart.ts'
import { FILE_TITLES, STATUS_FILE_SERIES } from '#lib/collections/chart-file.ts'
import type { OverviewPlan } from '#lib/collections/overview.ts'
import { statusSeries } from '#lib/collections/present.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import { WeeklyBilledSkeleton } from './overview-skeleton.tsx'

type WeeklyBilledProps = { plan: OverviewPlan } & Pick<ComponentProps<typeof WeeklyChart>, 'size'>

/** The weekly chart: billed by status, with the collection rate. The key figures report a failure in full. */
export function WeeklyBilled({ plan, size }: WeeklyBilledProps) {
  const t = useWords('overview')
  const tStatus = useWords('statuses')
  const { data, isPending } = useQuery(collectionQueries.weekly(plan.weekly))
  if (isPending) return <WeeklyBilledSkeleton />
  if (!data) {
    return (
      <section>
        <h2 className="section-title">{t('weekly.title')}</h2>
        <p className="py-3 text-soft">{t('weekly.failed')}</p>
      </section>
    )
  }
  return (
    <WeeklyChart
      name={t('weekly.title')}
      currency={plan.currency}
      series={statusSeries(tStatus)}
      fileSeries={STATUS_FILE_SERIES}
      seasons={plan.seasons}
      points={statusPoints(data.weeks, { ...plan, freshness: data.freshness })}
      answer={data}
      filters={plan.weekly}
      fileTitle={FILE_TITLES.status}
      size={size}
      fileName={`${plan.currency}-${plan.range.from}-${plan.range.to}`}
    />
  )
}
