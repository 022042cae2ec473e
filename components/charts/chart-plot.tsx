import { useId } from 'react'
import { Area, Bar, type BarShapeProps, CartesianGrid, ComposedChart, Line, XAxis, YAxis } from 'recharts'
import { useFormat } from '#components/ui/reader.tsx'
import { printTicks } from '#lib/collections/format-figures.ts'
import { approximate } from '#lib/money.ts'
import { amountAxis, rateAxis, spansYears } from './axis.ts'
import type { ChartModel, ChartPoint } from './model.ts'
import { Pattern } from './pattern.tsx'
import { Bands, ColumnLinks, FreshBracket, TimeTicks } from './plot-marks.tsx'
import { useIsPrinting } from './use-is-printing.ts'

type ChartPlotProps = { model: ChartModel; activeIndex: number | null; paperHeight: number }

const AXIS_TEXT = { fill: 'var(--faint)', fontSize: 11 } as const
/** Width of the widest character on the axis, in px. */
const CHARACTER_WIDTH = 6.5
const RATE_WIDTH = 44
const WHOLE = { width: '100%', height: '100%' } as const
/** As wide as an A4 page between its margins; app/print.css scales the chart down where it has less room. */
const PAPER_WIDTH = 700

/** Draws the bars and the line; loaded after the page. `StackedChart` handles pointer and keyboard events. */
export function ChartPlot({ model, activeIndex, paperHeight }: ChartPlotProps) {
  const format = useFormat()
  const patternId = useId()
  const rows = drawable(model.points)
  const hasRate = model.words.rate !== null && rows.some((row) => row.band !== null)
  const settled = rows.map((row) => row.rate)
  const amounts = amountAxis(Math.min(0, ...rows.map(lowest)), Math.max(0, ...rows.map(highest)), hasRate)
  // Only young bars: the axis follows their intervals.
  const rates = rateAxis(
    settled.some((rate) => rate !== null) ? settled : rows.map((row) => row.band?.[0] ?? null),
  )
  const labels = printTicks(amounts.ticks, format)
  const longest = Math.max(...labels.map((label) => label.length))
  const hasYears = spansYears(model.points)
  const paper = useIsPrinting()
    ? { width: PAPER_WIDTH, height: paperHeight }
    : { responsive: true, style: WHOLE }
  return (
    <ComposedChart
      {...paper}
      data={rows}
      stackOffset="sign"
      accessibilityLayer={false}
      barCategoryGap="16%"
      margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
    >
      <defs>
        {model.series.map((series, index) => (
          <Pattern key={series.key} id={`${patternId}${index}`} series={series} />
        ))}
      </defs>
      <CartesianGrid yAxisId="amount" vertical={false} stroke="var(--line)" syncWithTicks />
      <XAxis dataKey="key" tick={false} axisLine={false} tickLine={false} height={hasYears ? 38 : 24} />
      <YAxis
        yAxisId="amount"
        {...amounts}
        interval={0}
        width={Math.max(46, longest * CHARACTER_WIDTH + 8)}
        axisLine={false}
        tickLine={false}
        tickMargin={6}
        tick={AXIS_TEXT}
        tickFormatter={(_: number, index: number) => labels[index] ?? ''}
      />
      {hasRate ? (
        <YAxis
          yAxisId="rate"
          orientation="right"
          {...rates}
          allowDataOverflow
          interval={0}
          width={RATE_WIDTH}
          axisLine={false}
          tickLine={false}
          tick={AXIS_TEXT}
          tickFormatter={(rate: number) => format.percent(rate).replace(`${format.rules.decimal}0`, '')}
        />
      ) : null}
      <Bands bands={model.bands ?? []} points={model.points} />
      <ColumnLinks points={model.points} currency={model.currency} activeIndex={activeIndex} />
      <TimeTicks points={model.points} rightPx={hasRate ? RATE_WIDTH : 0} />
      <FreshBracket points={model.points} label={model.words.fresh} />
      {hasRate ? <Area {...BAND} dataKey="band" /> : null}
      {model.series.map((series, index) => (
        <Bar
          key={series.key}
          yAxisId="amount"
          stackId="all"
          dataKey={(row: Row) => row.amounts[series.key] ?? 0}
          isAnimationActive={false}
          shape={(bar: BarShapeProps) => (
            <Segment
              bar={bar}
              point={model.points[bar.index]}
              series={series.key}
              fill={`url(#${patternId}${index})`}
            />
          )}
        />
      ))}
      {hasRate ? <Line {...LINE} dataKey="rate" strokeWidth={1.6} /> : null}
    </ComposedChart>
  )
}

const LINE = {
  yAxisId: 'rate',
  type: 'linear',
  stroke: 'var(--ink)',
  strokeLinejoin: 'round',
  isAnimationActive: false,
  dot: false,
  activeDot: false,
  style: { pointerEvents: 'none' },
} as const

/** The rates that unsettled bars can still reach. */
const BAND = {
  yAxisId: 'rate',
  type: 'linear',
  stroke: 'var(--ink)',
  strokeOpacity: 0.35,
  strokeDasharray: '2 2',
  fill: 'var(--ink)',
  fillOpacity: 0.12,
  isAnimationActive: false,
  activeDot: false,
  style: { pointerEvents: 'none' },
} as const

/** `band` is the interval from the rate so far to the rate still reachable. */
type Row = {
  key: string
  amounts: Record<string, number>
  rate: number | null
  band: readonly [number, number] | null
}

/**
 * Converts exact points to approximate numbers for drawing; texts use the exact points. The line ends where
 * bars may still change; the band goes on.
 */
function drawable(points: readonly ChartPoint[]): Row[] {
  return points.map((point) => ({
    key: point.key,
    amounts: Object.fromEntries(
      Object.entries(point.segments).map(([key, segment]) => [key, approximate(segment.amount)]),
    ),
    rate: point.look === 'plain' ? point.rate : null,
    band: point.rate === null || point.reachable === null ? null : [point.rate, point.reachable],
  }))
}

function lowest(row: Row): number {
  return Object.values(row.amounts).reduce((sum, amount) => sum + Math.min(0, amount), 0)
}

function highest(row: Row): number {
  return Object.values(row.amounts).reduce((sum, amount) => sum + Math.max(0, amount), 0)
}

type SegmentProps = { bar: BarShapeProps; point: ChartPoint | undefined; series: string; fill: string }

/** One segment of a bar; a click lists its rows. For the keyboard there are column links and the table. */
function Segment({ bar, point, series, fill }: SegmentProps) {
  const segment = point?.segments[series]
  if (!segment || bar.height === 0) return null
  const gap = Math.abs(bar.height) > 2 ? 0.8 : 0
  const top = bar.height < 0 ? bar.y + bar.height : bar.y
  return (
    <rect
      data-index={bar.index}
      data-segment={series}
      className="cursor-pointer"
      x={bar.x}
      y={top}
      width={bar.width}
      height={Math.abs(bar.height) - gap}
      rx={1}
      fill={fill}
      opacity={point.look === 'open' ? 0.55 : 1}
    />
  )
}
