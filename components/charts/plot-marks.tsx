import { usePlotArea } from 'recharts'
import { figureMark } from '#components/ui/figure-link.tsx'
import { timeLabels } from './axis.ts'
import type { ChartBand, ChartPoint } from './model.ts'

type ColumnLinksProps = { points: readonly ChartPoint[]; currency: string; activeIndex: number | null }

/**
 * Behind every bar, a link to all its rows, as wide as the bar's share of the plot. Only one of the links is
 * in the tab order.
 */
export function ColumnLinks({ points, currency, activeIndex }: ColumnLinksProps) {
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
          data-figure={point.look === 'blank' ? undefined : figureMark({ amount: point.total, currency })}
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

/** About as wide as a character of a band's name, in px. */
const CHARACTER_WIDTH = 6

/** Behind the bars, a tint with a name; its edges are lines, so that it shows without the tint. */
export function Bands({ bands, points }: { bands: readonly ChartBand[]; points: readonly ChartPoint[] }) {
  const plot = usePlotArea()
  if (!plot || points.length === 0) return null
  const width = plot.width / points.length
  // The bracket of the last bars has its own words at the end.
  const isFresh = points.some((point) => point.look === 'fresh' || point.look === 'open')
  return (
    <g className="pointer-events-none">
      {bands.map(({ name, from, to }) => {
        const [left, right] = [plot.x + from * width, plot.x + (to + 1) * width]
        const taken = isFresh && to === points.length - 1 ? LABEL_WIDTH * 1.5 : 0
        const hasName = name.length * CHARACTER_WIDTH + 10 < right - left - taken
        return (
          <g key={from}>
            <rect
              x={left}
              y={plot.y}
              width={right - left}
              height={plot.height}
              fill="var(--ink)"
              opacity={0.035}
            />
            <path
              d={`M${left} ${plot.y}V${plot.y + plot.height}M${right} ${plot.y}V${plot.y + plot.height}`}
              stroke="var(--edge)"
              strokeDasharray="1 3"
            />
            {hasName ? (
              <text x={left + 5} y={plot.y + 12} fontSize={11} fill="var(--faint)">
                {name}
              </text>
            ) : null}
          </g>
        )
      })}
    </g>
  )
}

type TimeTicksProps = { points: readonly ChartPoint[]; rightPx: number }

/** Labels under every n-th bar, starting with the first, as many as fit, and the year below where it changes. */
export function TimeTicks({ points, rightPx }: TimeTicksProps) {
  const plot = usePlotArea()
  if (!plot || points.length === 0) return null
  const band = plot.width / points.length
  return (
    <g fontSize={11} fill="var(--faint)" textAnchor="middle">
      {timeLabels(points, plot.width, rightPx).map(({ index, year }) => {
        const x = plot.x + (index + 0.5) * band
        return (
          <g key={points[index]?.key}>
            <text x={x} y={plot.y + plot.height + 17}>
              {points[index]?.tick}
            </text>
            {year === null ? null : (
              <text x={x} y={plot.y + plot.height + 31} fontWeight={600}>
                {year}
              </text>
            )}
          </g>
        )
      })}
    </g>
  )
}

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
