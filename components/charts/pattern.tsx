import type { ChartSeries, PatternName } from './model.ts'

const INK = { stroke: 'var(--bg)', strokeOpacity: 0.6, strokeWidth: 1.5 } as const

const MARKS: Record<PatternName, React.ReactNode> = {
  solid: null,
  diagonal: <path d="M-1.500 1.500 1.500 -1.500M0 6 6 0M4.500 7.500 7.500 4.500" {...INK} />,
  backslash: <path d="M-1.500 4.500 1.500 7.500M0 0 6 6M4.500 -1.500 7.500 1.500" {...INK} />,
  dots: <circle cx="3" cy="3" r="1.300" fill="var(--bg)" fillOpacity="0.7" />,
  lines: <path d="M0 1.500H6M0 4.500H6" {...INK} strokeWidth={1.2} />,
  cross: <path d="M0 0 6 6M0 6 6 0" {...INK} strokeWidth={1.1} />,
  grid: <path d="M0 3H6M3 0V6" {...INK} strokeWidth={1.1} />,
}

/** The SVG fill of a series: its colour with its pattern on top. Refer to it as `url(#id)`. */
export function Pattern({ id, series }: { id: string; series: ChartSeries }) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse">
      <rect width="6" height="6" style={{ fill: series.fill }} />
      {MARKS[series.pattern]}
    </pattern>
  )
}
