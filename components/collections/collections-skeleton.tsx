import { Loading, Skeleton } from '#components/ui/skeleton.tsx'

const BARS = Array.from({ length: 26 }, (_, index) => `${30 + ((index * 37) % 60)}%`)

/** Placeholder of the collections page in its real proportions. */
export function CollectionsSkeleton() {
  return (
    <div className="mx-auto max-w-[1240px] px-4 pt-5 pb-12 md:px-8 md:pt-7">
      <h1 className="page-title">Collections</h1>
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
  return (
    <Loading label="Loading the weekly figures">
      <Skeleton className="mt-2 mb-5 w-64" />
      <div className="flex h-[280px] items-end gap-1.5 border-line border-b pl-12 lg:h-[400px]">
        {BARS.map((height, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed drawing
          <span key={index} aria-hidden="true" className="skeleton block flex-1" style={{ height }} />
        ))}
      </div>
    </Loading>
  )
}

/** Placeholder of a summary table. */
export function TableSkeleton({ rows }: { rows: number }) {
  return (
    <Loading label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed drawing
        <div key={index} className="flex h-[37px] items-center justify-between gap-6 border-line border-b">
          <Skeleton className="w-36" />
          <Skeleton className="w-24" />
          <Skeleton className="hidden w-24 md:block" />
          <Skeleton className="hidden w-16 md:block" />
        </div>
      ))}
    </Loading>
  )
}
