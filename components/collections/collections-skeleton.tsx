import { ChartSkeleton } from '#components/charts/chart-skeleton.tsx'
import { TableSkeleton } from '#components/figures/skeletons.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { useWords } from '#components/ui/words.tsx'

const BARS = Array.from({ length: 26 }, (_, index) => 30 + ((index * 37) % 60))

/** Placeholder of the collections page in its real proportions. */
export function CollectionsSkeleton() {
  const t = useWords('collections')
  return (
    <div className="mx-auto max-w-[1240px] px-4 pt-5 pb-12 md:px-8 md:pt-7">
      <h1 className="page-title">{t('title')}</h1>
      <Skeleton className="my-2 w-56" />
      <Skeleton className="mt-4 mb-7 h-8 w-96 max-w-full" />
      <ChartsSkeleton />
      <div className="mt-10">
        <TableSkeleton rows={6} />
      </div>
    </div>
  )
}

/** Placeholder of the weekly charts. */
export function ChartsSkeleton() {
  const t = useWords('collections')
  return (
    <Loading label={t('weekly.loading')}>
      <Skeleton className="mt-2 mb-5 w-64" />
      <ChartSkeleton size="lg" bars={BARS} />
    </Loading>
  )
}
