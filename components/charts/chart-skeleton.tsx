import clsx from 'clsx'

/** Heights of a chart. */
export const CHART_HEIGHTS = {
  sm: 'h-[200px]',
  md: 'h-[260px] lg:h-[380px]',
  lg: 'h-[280px] lg:h-[400px]',
} as const

/** Height of a chart on paper, of a width of 700. */
export const PAPER_HEIGHTS = { sm: 150, md: 250, lg: 250 } as const

type ChartSkeletonProps = {
  size: keyof typeof CHART_HEIGHTS
  /** Height of each bar in percent. */
  bars: readonly number[]
}

/** Placeholder of a chart's bars. */
export function ChartSkeleton({ size, bars }: ChartSkeletonProps) {
  return (
    <div
      aria-hidden="true"
      dir="ltr"
      className={clsx('flex items-end gap-1.5 border-line border-b ps-12', CHART_HEIGHTS[size])}
    >
      {bars.map((height, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed drawing
        <span key={at} className="skeleton block flex-1" style={{ height: `${height}%` }} />
      ))}
    </div>
  )
}
