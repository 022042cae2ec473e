import { useRouter } from 'next/navigation'
import { type KeyboardEvent, type MouseEvent, type SyntheticEvent, useRef, useState } from 'react'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { CHART_HEIGHTS, PAPER_HEIGHTS } from './chart-skeleton.tsx'
import { ChartTooltip } from './chart-tooltip.tsx'
import type { ChartModel } from './model.ts'

const ChartPlot = lazyComponent(
  () => import('./chart-plot.tsx').then((module) => module.ChartPlot),
  <div className="h-full border-line border-b" />,
)

type StackedChartProps = { model: ChartModel; size?: keyof typeof CHART_HEIGHTS }
type Active = { index: number; x: number; width: number; isPinned: boolean }

/**
 * Stacked bars with a rate line. Each bar and each segment links to its rows, and arrow keys move between
 * bars. The plot is drawn only in the browser, so put a `ChartTable` beside it.
 */
export function StackedChart({ model, size = 'md' }: StackedChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState<Active | null>(null)
  const router = useRouter()
  const point = active ? model.points[active.index] : undefined

  function activate(event: SyntheticEvent, isPinned: boolean): void {
    const index = indexOf(event.target)
    if (index !== null && box.current) setActive({ index, isPinned, ...placeOf(box.current, index) })
  }

  function open(event: MouseEvent<HTMLElement>): void {
    const href = hrefOf(event.target, model)
    if (!href || event.button !== 0) return
    const isInNewTab = event.metaKey || event.ctrlKey || event.shiftKey
    if (isInNewTab && isSegment(event.target)) window.open(href, '_blank', 'noopener')
    if (isInNewTab) return
    event.preventDefault()
    const isTouch = event.nativeEvent instanceof PointerEvent && event.nativeEvent.pointerType === 'touch'
    if (isTouch) activate(event, true)
    else router.push(href)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the links inside take focus and activation; this only listens to them
    <div
      ref={box}
      className={`relative ${CHART_HEIGHTS[size]}`}
      onPointerOver={(event) => event.pointerType === 'mouse' && activate(event, false)}
      onPointerLeave={(event) => event.pointerType === 'mouse' && setActive(null)}
      onFocus={(event) => event.target.matches(':focus-visible') && activate(event, false)}
      onBlur={(event) => event.currentTarget.contains(event.relatedTarget) || setActive(null)}
      onKeyDown={(event) =>
        event.key === 'Escape' ? setActive(null) : moveFocus(event, model.points.length)
      }
      onClick={open}
    >
      {/* Time runs from left to right in every language. */}
      <div dir="ltr" className="h-full">
        <ChartPlot model={model} activeIndex={active?.index ?? null} paperHeight={PAPER_HEIGHTS[size]} />
      </div>
      {model.points.every((one) => one.count === 0) ? (
        <p className="pointer-events-none absolute inset-0 grid place-items-center text-soft">
          <span className="bg-bg px-3 py-1">
            {model.points.some((one) => one.look === 'blank') ? model.words.unknown : model.words.empty}
          </span>
        </p>
      ) : null}
      {active && point ? (
        <ChartTooltip model={model} point={point} at={active} isPinned={active.isPinned} />
      ) : null}
    </div>
  )
}

function indexOf(target: EventTarget): number | null {
  const element = target instanceof Element ? target.closest('[data-index]') : null
  const index = element?.getAttribute('data-index')
  return index === null || index === undefined ? null : Number(index)
}

function isSegment(target: EventTarget): boolean {
  return target instanceof Element && target.hasAttribute('data-segment')
}

/** Returns the address of the clicked segment's rows, or of the whole bar's. */
function hrefOf(target: EventTarget, model: ChartModel) {
  const index = indexOf(target)
  const point = index === null ? undefined : model.points[index]
  const segment = target instanceof Element ? target.getAttribute('data-segment') : null
  return (segment === null ? null : point?.segments[segment]?.href) ?? point?.href
}

function placeOf(box: HTMLElement, index: number): { x: number; width: number } {
  const column = box.querySelector(`[data-column="${index}"] rect`)?.getBoundingClientRect()
  const frame = box.getBoundingClientRect()
  return { x: column ? column.x + column.width / 2 - frame.x : 0, width: frame.width }
}

function moveFocus(event: KeyboardEvent<HTMLElement>, count: number): void {
  const index = indexOf(event.target)
  if (index === null) return
  const moves: Record<string, number> = {
    ArrowLeft: index - 1,
    ArrowRight: index + 1,
    Home: 0,
    End: count - 1,
  }
  const next = moves[event.key]
  if (next === undefined) return
  event.preventDefault()
  const column = event.currentTarget.querySelector(
    `[data-column="${Math.min(count - 1, Math.max(0, next))}"]`,
  )
  if (column instanceof SVGElement) column.focus()
}
