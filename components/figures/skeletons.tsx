import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { useWords } from '#components/ui/words.tsx'

const WIDTHS = ['w-36', 'w-24', 'hidden w-24 md:block', 'hidden w-16 md:block']

/** The columns of a table beside a chart. */
export const ASIDE_WIDTHS = ['w-36', 'w-20']

type TableSkeletonProps = { rows: number; widths?: readonly string[] }

/** Placeholder of a table of figures. */
export function TableSkeleton({ rows, widths = WIDTHS }: TableSkeletonProps) {
  const t = useWords('figures')
  return (
    <Loading label={t('loading')}>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed drawing
        <div key={index} className="flex h-[37px] items-center justify-between gap-6 border-line border-b">
          {widths.map((width) => (
            <Skeleton key={width} className={width} />
          ))}
        </div>
      ))}
    </Loading>
  )
}
