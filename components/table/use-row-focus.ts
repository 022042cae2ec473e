import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useRef, useState } from 'react'
import type { RowSelection } from './selection.tsx'

type RowFocus = {
  ids: readonly string[]
  /** The rendered rows; `last` is not one of them. */
  rendered: { first: number; last: number }
  openId: string | null
  onOpen: (id: string) => void
  selection: RowSelection | null
  scrollToIndex: (index: number) => void
  firstVisible: () => number
}

/**
 * Tracks the row with keyboard focus and returns the handlers that move and open rows.
 * `move` steps the open row if there is one, and the focus otherwise. A row that is not rendered yet is
 * scrolled to and focused once it is.
 */
export function useRowFocus(body: RefObject<HTMLElement | null>, options: RowFocus) {
  const { ids, rendered, openId, onOpen, selection, scrollToIndex, firstVisible } = options
  const [focusedId, setFocusedId] = useState<string | null>(null)
  const isFocusDue = useRef(false)
  const currentId = openId ?? focusedId
  const current = currentId === null ? -1 : ids.indexOf(currentId)

  // One row is in the tab order: the current one, or one on the screen while that one is scrolled away.
  const wanted = Math.max(0, current)
  const isRendered = wanted >= rendered.first && wanted < rendered.last
  const tabStop = isRendered ? wanted : Math.floor((rendered.first + rendered.last) / 2)

  const goTo = (index: number) => {
    const id = ids[Math.min(ids.length - 1, Math.max(0, index))]
    if (id === undefined) return
    isFocusDue.current = true
    setFocusedId(id)
    scrollToIndex(ids.indexOf(id))
    if (openId !== null) onOpen(id)
  }

  // Runs after every render, because the row may appear only after scrolling.
  useEffect(() => {
    if (!isFocusDue.current || focusedId === null) return
    const row = body.current?.querySelector(`[data-row-id="${CSS.escape(focusedId)}"]`)
    if (!(row instanceof HTMLElement)) return
    isFocusDue.current = false
    row.focus({ preventScroll: true })
  })

  return {
    tabStopId: ids[tabStop] ?? null,
    move: (step: number) => goTo(current === -1 ? firstVisible() : current + step),
    handlers: {
      onKeyDown: (event: KeyboardEvent) => {
        const id = rowIdOf(event.target)
        if (id === null || event.altKey || event.ctrlKey || event.metaKey) return
        const target = keyTarget(event.key, ids.indexOf(id), ids.length)
        const isSelecting = selection !== null && /^[xX ]$/.test(event.key)
        if (target === null && !isSelecting && event.key !== 'Enter') return
        event.preventDefault()
        if (isSelecting) return selection.toggle(id, event.shiftKey)
        if (target !== null && event.shiftKey) selection?.extend(id, ids[target] ?? id)
        if (target !== null) goTo(target)
        else onOpen(id)
      },
      onClick: (event: MouseEvent) => {
        const id = rowIdOf(event.target)
        if (id === null || event.metaKey || event.ctrlKey || hasSelection()) return
        event.preventDefault()
        setFocusedId(id)
        onOpen(id)
      },
    },
  }
}

function keyTarget(key: string, index: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return index + 1
    case 'ArrowUp':
      return index - 1
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}

function rowIdOf(target: EventTarget): string | null {
  if (!(target instanceof Element)) return null
  if (target.closest('button, input, label')) return null
  return target.closest<HTMLElement>('[data-row-id]')?.dataset.rowId ?? null
}

/** True while text is selected: a user who marks text in a row wants to copy it, not open the row. */
function hasSelection(): boolean {
  return (window.getSelection()?.toString() ?? '') !== ''
}
