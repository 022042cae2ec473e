'use client'

import { useQuery } from '@tanstack/react-query'
import { ChartSection } from '#components/charts/chart-section.tsx'
import { MissingDays } from '#components/charts/missing-days.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { missingDays, statusPoints } from '#lib/collections/chart.ts'
import { leftOut, rangeFigures } from '#lib/collections/key-figures.ts'
import type { OverviewPlan } from '#lib/collections/overview.ts'
import { presentPoint, STATUS_SERIES } from '#lib/collections/present.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import { ChartSkeleton } from './overview-skeleton.tsx'

const NAME = 'Billed each week, by what became of it'

/** The weekly chart: billed by status, with the collection rate. The key figures report a failure in full. */
export function WeeklyBilled({ plan }: { plan: OverviewPlan }) {
  const format = useFormat()
  const { data, isPending } = useQuery(collectionQueries.weekly(plan.filters.now))
  if (isPending) return <ChartSkeleton title={NAME} />
  if (!data) {
    return (
      <section>
        <h2 className="section-title">{NAME}</h2>
        <p className="py-3 text-soft">The weekly figures could not be loaded either.</p>
      </section>
    )
  }
  const points = statusPoints(data.weeks, { ...plan, freshness: data.freshness })
  const model = {
    name: NAME,
    currency: plan.currency,
    series: STATUS_SERIES,
    points: points.map((point) => presentPoint(point, plan.currency, format)),
    totalLabel: 'Billed',
    rateLabel: 'Collection rate',
    countLabel: 'billing periods',
    freshLabel: 'Still being paid',
  }
  const out = leftOut(rangeFigures(data, plan.currency), format.count)
  return (
    <ChartSection
      model={model}
      fileName={`billed-by-week-${plan.currency}-${plan.range.from}-${plan.range.to}`}
    >
      {out.length === 0 ? null : (
        <p className="mt-2 text-faint text-sm">Not in the bars: {out.join(', ')}.</p>
      )}
      <MissingDays missing={missingDays(data.freshness)} />
    </ChartSection>
  )
}
