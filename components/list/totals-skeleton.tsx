import { Skeleton } from '#components/ui/skeleton.tsx'

/** Placeholder of the totals. */
export function TotalsSkeleton() {
  return (
    <div aria-hidden="true" className="flex h-[42px] items-center gap-5 overflow-hidden border-line border-y">
      <Skeleton className="w-24 shrink-0" />
      <Skeleton className="w-36 shrink-0" />
      <Skeleton className="w-36 shrink-0" />
    </div>
  )
}
