import { type ReactNode, useId } from 'react'
import { SourceLine } from '#components/ui/source-text.tsx'
import type { ChartModel, ChartPoint, ChartSeries } from './model.ts'
import { Pattern } from './pattern.tsx'

/** Explains each colour and pattern. */
export function ChartLegend({ model }: { model: ChartModel }) {
  return (
    <ul className="chart-legend flex flex-wrap gap-x-4 gap-y-1 text-sm text-soft">
      {model.series.map((series) => (
        <li key={series.key} className="flex min-w-0 items-center gap-1.5">
          <Swatch series={series} />
          <SourceLine text={series.label} className="max-w-60" />
        </li>
      ))}
      {model.words.rate ? (
        <Sign width={14} label={model.words.rate}>
          <path d="M0 5H14" stroke="var(--ink)" strokeWidth="1.5" />
        </Sign>
      ) : null}
      {model.words.rate && model.points.some(isOpen) ? (
        <Sign width={14} label={model.words.reachable}>
          <rect width="14" height="10" rx="2" fill="var(--ink)" opacity="0.2" />
        </Sign>
      ) : null}
      {model.points.some((point) => point.look === 'fresh') ? (
        <Sign width={14} label={model.words.fresh}>
          <path d="M1 8V3H13V8" fill="none" stroke="var(--faint)" />
        </Sign>
      ) : null}
      {model.points.some((point) => point.look === 'open') ? (
        <Sign width={10} label={model.words.open}>
          <rect {...DASHED} x="0.5" y="0.5" width="9" height="9" rx="2" />
        </Sign>
      ) : null}
    </ul>
  )
}

/** True if the rate of a bar can still rise. */
function isOpen({ rate, reachable }: ChartPoint): boolean {
  return rate !== null && reachable !== null && reachable > rate
}

const DASHED = { fill: 'none', stroke: 'var(--faint)', strokeDasharray: '2 2' } as const

function Sign({ width, label, children }: { width: number; label: string; children: ReactNode }) {
  return (
    <li className="flex items-center gap-1.5">
      <svg aria-hidden="true" width={width} height="10">
        {children}
      </svg>
      {label}
    </li>
  )
}

/** A small square with the fill of a series. */
export function Swatch({ series }: { series: ChartSeries }) {
  const id = useId()
  return (
    <svg aria-hidden="true" width="10" height="10" className="shrink-0">
      <defs>
        <Pattern id={id} series={series} />
      </defs>
      <rect width="10" height="10" rx="2" fill={`url(#${id})`} />
    </svg>
  )
}
