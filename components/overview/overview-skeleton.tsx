import { ChartSkeleton } from '#components/charts/chart-skeleton.tsx'
import { ASIDE_WIDTHS, TableSkeleton } from '#components/figures/skeletons.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { useWords } from '#components/ui/words.tsx'
import { KEY_FIGURES } from '#lib/collections/definitions.ts'

/** Placeholder of the overview in its real proportions. */
export function OverviewSkeleton() {
  return (
    <div className="mx-auto max-w-[1240px] px-4 pt-5 pb-12 md:px-8 md:pt-7">
      <div className="mb-6 flex flex-wrap items-end justify-between gap-4">
        <div>
          <Skeleton className="my-1.5 h-4 w-72" />
          <Skeleton className="my-2 w-56" />
        </div>
        <Skeleton className="h-8 w-80 max-w-full" />
      </div>
      <KeyFiguresSkeleton />
      <div className="mt-8 grid gap-x-10 gap-y-9 lg:grid-cols-[minmax(0,1fr)_350px]">
        <WeeklyBilledSkeleton />
        <TableSkeleton rows={6} widths={ASIDE_WIDTHS} />
      </div>
    </div>
  )
}

/** Placeholder of the key figures. */
export function KeyFiguresSkeleton() {
  const t = useWords('overview')
  return (
    <Loading label={t('figures.loading')}>
      <div className="grid grid-cols-2 gap-x-5 border-line border-y md:grid-cols-3 lg:grid-cols-5">
        {KEY_FIGURES.map((name) => (
          <div key={name} className="py-3.5">
            <Skeleton className="my-1.5 w-20" />
            <Skeleton className="my-2 h-5 w-32" />
            <Skeleton className="my-1.5 w-24" />
            <Skeleton className="my-2 w-36 max-w-full" />
            <Skeleton className="my-2 w-32" />
          </div>
        ))}
      </div>
    </Loading>
  )
}

const BARS = [55, 62, 70, 64, 58, 66, 74, 80, 71, 60, 48, 40, 36, 45, 57, 66]

/** Placeholder of the weekly chart under its title. */
export function WeeklyBilledSkeleton() {
  const t = useWords('overview')
  return (
    <section className="min-w-0">
      <div className="mb-2 flex min-h-7 items-center">
        <h2 className="section-title">{t('weekly.title')}</h2>
      </div>
      <Loading label={t('weekly.loading')}>
        <ChartSkeleton size="md" bars={BARS} />
      </Loading>
    </section>
  )
}
