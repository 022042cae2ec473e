'use client'

import { usePlotArea } from 'recharts'
import type { ChartPoint } from './model.ts'

type ColumnLinksProps = { points: readonly ChartPoint[]; activeIndex: number | null }

/**
 * Behind every bar, a link to all its rows, as wide as the bar's share of the plot. Only one of the links is
 * in the tab order.
 */
export function ColumnLinks({ points, activeIndex }: ColumnLinksProps) {
  const plot = usePlotArea()
  if (!plot || points.length === 0) return null
  const band = plot.width / points.length
  const focusable = activeIndex ?? points.length - 1
  return (
    <g>
      {points.map((point, index) => (
        <a
          key={point.key}
          href={point.href}
          aria-label={point.summary}
          tabIndex={index === focusable ? 0 : -1}
          data-index={index}
          data-column={index}
          className="group outline-none"
        >
          <rect
            x={plot.x + index * band}
            y={plot.y}
            width={band}
            height={plot.height}
            rx={3}
            strokeWidth={2}
            className="fill-transparent stroke-transparent group-focus-visible:stroke-accent"
            style={index === activeIndex ? { fill: 'var(--hover)' } : undefined}
          />
          {point.look === 'plain' || point.look === 'fresh' ? null : (
            <rect
              x={plot.x + index * band + band * 0.04}
              y={plot.y + plot.height * 0.28}
              width={band * 0.92}
              height={plot.height * 0.72}
              rx={3}
              fill="none"
              stroke="var(--edge)"
              strokeDasharray="3 3"
            />
          )}
        </a>
      ))}
    </g>
  )
}
