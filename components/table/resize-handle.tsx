import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { arrowStep, directionOf } from '#components/ui/direction.ts'
import { useWords } from '#components/ui/words.tsx'
import { clampWidth } from './column-layout.ts'

const KEY_STEP_PX = 16

type ResizeHandleProps = { label: string; onResize: (width: number) => void }

/** The edge of a column. Dragging, or arrow keys while focused, changes the column's width. */
export function ResizeHandle({ label, onResize }: ResizeHandleProps) {
  const t = useWords('ui')
  const start = useRef<{ x: number; width: number } | null>(null)
  const ownWidth = (element: HTMLElement) => element.parentElement?.offsetWidth ?? 0
  const widthAt = (
    { clientX, currentTarget }: PointerEvent<HTMLElement>,
    from: { x: number; width: number },
  ) => clampWidth(from.width + (clientX - from.x) * directionOf(currentTarget))

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = { x: event.clientX, width: ownWidth(event.currentTarget) }
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!start.current) return
    const grown = widthAt(event, start.current) - start.current.width
    event.currentTarget.style.transform = `translateX(${grown * directionOf(event.currentTarget)}px)`
  }
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    if (!start.current) return
    const width = widthAt(event, start.current)
    event.currentTarget.style.transform = ''
    if (width !== start.current.width) onResize(width)
    start.current = null
  }
  const onPointerCancel = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.style.transform = ''
    start.current = null
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = arrowStep(event)
    if (event.altKey || step === null) return
    event.preventDefault()
    onResize(clampWidth(ownWidth(event.currentTarget) + step * KEY_STEP_PX))
  }
  return (
    <button
      type="button"
      aria-label={t('column.resize', { column: label })}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerCancel}
      onKeyDown={onKeyDown}
      draggable
      onDragStart={(event) => {
        event.preventDefault()
        event.stopPropagation()
      }}
      className="absolute inset-y-0 end-[-12px] z-10 w-6 cursor-col-resize touch-none after:absolute after:inset-y-2 after:start-[11px] after:w-px hover:after:bg-edge focus-visible:outline-offset-0 focus-visible:after:bg-accent active:after:inset-y-0 active:after:bg-accent group-hover:after:bg-line"
    />
  )
}
