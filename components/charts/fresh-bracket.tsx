'use client'

import { usePlotArea } from 'recharts'
import type { ChartPoint } from './model.ts'

const LABEL_WIDTH = 84

/** Marks the last bars, which may still change, so that their low rate is not read as a decline. */
export function FreshBracket({ points, label }: { points: readonly ChartPoint[]; label: string }) {
  const plot = usePlotArea()
  const first = points.findIndex((point) => point.look === 'fresh' || point.look === 'open')
  if (!plot || first < 0) return null
  const band = plot.width / points.length
  const [left, right] = [plot.x + first * band + 2, plot.x + plot.width - 2]
  return (
    <g className="pointer-events-none">
      <path
        d={`M${left} ${plot.y + 22}V${plot.y + 18}H${right}V${plot.y + 22}`}
        fill="none"
        stroke="var(--edge)"
      />
      {right - left < LABEL_WIDTH ? null : (
        <text x={right} y={plot.y + 12} textAnchor="end" fontSize={11} fill="var(--faint)">
          {label}
        </text>
      )}
    </g>
  )
}
