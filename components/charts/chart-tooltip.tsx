import { Figure } from '#components/ui/figure.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceLine } from '#components/ui/source-text.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { UNKNOWN } from '#lib/format.ts'
import type { Decimal } from '#lib/money.ts'
import { Swatch } from './chart-legend.tsx'
import type { ChartModel, ChartPoint } from './model.ts'

type ChartTooltipProps = {
  model: ChartModel
  point: ChartPoint
  /** Centre of the bar and width of the chart, in px. */
  at: { x: number; width: number }
  /**
   * On touch screens the tooltip stays open and contains the link to the rows. With a mouse, the bar itself
   * is the link.
   */
  isPinned: boolean
}

const WIDTH = 284
/** Widths in px: of one character, and of everything beside an amount. */
const CHARACTER_WIDTH = 7
const BESIDE_AMOUNT = 196

/** The exact figures of one bar. The chart's table and the bar's accessible name contain the same figures. */
export function ChartTooltip({ model, point, at, isPinned }: ChartTooltipProps) {
  const format = useFormat()
  const isKnown = point.look !== 'blank'
  const amount = (value: Decimal) => (isKnown ? format.amount(value, model.currency) : UNKNOWN)
  const longest = amount(point.total).length * CHARACTER_WIDTH
  const width = Math.min(at.width, Math.max(WIDTH, BESIDE_AMOUNT + longest))
  const onRight = at.x + 12 + width <= at.width
  const left = onRight ? at.x + 12 : Math.max(0, at.x - 12 - width)
  return (
    <div
      aria-hidden={isPinned ? undefined : true}
      className={`absolute top-0 z-10 rounded-md bg-panel px-3 py-2 text-sm shadow-popup ${isPinned ? '' : 'pointer-events-none'}`}
      style={{ left, width }}
    >
      <p className="font-medium">{point.title}</p>
      {point.note ? <p className="text-soft text-xs">{point.note}</p> : null}
      <dl className="mt-1.5 grid grid-cols-[auto_minmax(76px,1fr)_auto] items-center gap-x-2 gap-y-0.5">
        {model.series.toReversed().map((series) => (
          <div key={series.key} className="contents">
            <Swatch series={series} />
            <dt className="min-w-0 text-soft">
              <SourceLine text={series.label} />
            </dt>
            <dd className="text-end wrap-anywhere">
              <Figure text={amount(point.segments[series.key]?.amount ?? '0')} />
            </dd>
          </div>
        ))}
        <dt className="col-span-2 mt-1 border-line border-t pt-1 font-medium">
          {model.words.total} {model.currency}
        </dt>
        <dd className="mt-1 border-line border-t pt-1 text-end font-medium wrap-anywhere">
          <Figure text={amount(point.total)} />
        </dd>
        {model.words.rate ? (
          <>
            <dt className="col-span-2 text-soft">{model.words.rate}</dt>
            <dd className="text-end">
              <Figure text={point.rateText} />
            </dd>
            {point.rateNote ? (
              <dd className="col-span-3 text-end text-wait text-xs">{point.rateNote}</dd>
            ) : null}
          </>
        ) : null}
      </dl>
      <p className="mt-1.5 text-soft text-xs">
        {isPinned ? <TextLink href={point.href}>{point.show}</TextLink> : point.lists}
      </p>
    </div>
  )
}
