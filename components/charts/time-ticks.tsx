'use client'

import { usePlotArea } from 'recharts'
import { labelEvery } from './axis.ts'
import type { ChartPoint } from './model.ts'

/** Labels under every n-th bar, starting with the first, as many as fit. */
export function TimeTicks({ points }: { points: readonly ChartPoint[] }) {
  const plot = usePlotArea()
  if (!plot || points.length === 0) return null
  const band = plot.width / points.length
  const every = labelEvery(points.length, plot.width)
  return (
    <g fontSize={11} fill="var(--faint)">
      {points.map((point, index) =>
        index % every === 0 && (index + 0.5) * band + 22 <= plot.width + 40 ? (
          <text
            key={point.key}
            x={plot.x + (index + 0.5) * band}
            y={plot.y + plot.height + 17}
            textAnchor="middle"
          >
            {point.tick}
          </text>
        ) : null,
      )}
    </g>
  )
}
