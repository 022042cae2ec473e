import { type RefObject, useLayoutEffect, useState } from 'react'
import { useKeptPlace } from './use-kept-place.ts'

const HEADER_HEIGHT = 36
/** Heights of rows in px. */
export const ROW_HEIGHTS = { standard: 40, compact: 32 } as const
export type Density = keyof typeof ROW_HEIGHTS

/** Rows rendered beyond each edge of the screen. */
const OVERSCAN = 8
/**
 * The rendered range moves by this many rows at once, so that not every scrolled row re-renders the table.
 */
const STEP = 4
/** The range that the server renders, before the screen height is known. */
const FIRST_WINDOW = { first: 0, last: 24 }

type RowWindowOptions = {
  body: RefObject<HTMLElement | null>
  scroller: RefObject<HTMLElement | null>
  count: number
  /** Height of a row or card in px. */
  rowHeight: number
  isCards: boolean
  hasMore: boolean
}

/** The height of a card of two lines, and of one that also names the party. */
export const CARD_HEIGHTS = { 2: 64, 3: 84 } as const

/**
 * Computes which rows to render. All rows have one height, so positions are arithmetic. On wide screens the
 * table scrolls in its own box below a sticky header. On narrow screens the cards scroll with the page, in
 * the nearest `main`.
 */
export function useRowWindow({ body, scroller, count, rowHeight, isCards, hasMore }: RowWindowOptions) {
  const [drawn, setDrawn] = useState(FIRST_WINDOW)
  const area = () => (isCards ? (body.current?.closest('main') ?? null) : scroller.current)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `area` reads refs; what it depends on is `isCards`
  useLayoutEffect(() => {
    const element = area()
    if (!element) return
    const update = () => {
      const hidden = element.getBoundingClientRect().top - (body.current?.getBoundingClientRect().top ?? 0)
      const next = rowsBetween(hidden / rowHeight, (hidden + element.clientHeight) / rowHeight)
      setDrawn((old) => (old.first === next.first && old.last === next.last ? old : next))
    }
    update()
    element.addEventListener('scroll', update, { passive: true })
    const observer = new ResizeObserver(update)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', update)
      observer.disconnect()
    }
  }, [isCards, rowHeight])

  useKeptPlace(area, isCards, count, hasMore)

  const last = Math.min(count, drawn.last)
  const first = Math.max(0, Math.min(drawn.first, last))
  return {
    first,
    last,
    rowHeight,
    before: first * rowHeight,
    after: (count - last) * rowHeight,
    /** Returns the first row that is fully visible. */
    firstVisible: () => {
      const element = area()
      if (!element || !body.current) return 0
      const header = isCards ? 0 : HEADER_HEIGHT
      const hidden = element.getBoundingClientRect().top + header - body.current.getBoundingClientRect().top
      return Math.max(0, Math.ceil(hidden / rowHeight))
    },
    /** Scrolls only as far as needed to show the whole row. */
    scrollToIndex: (index: number) => {
      const element = area()
      if (!element || !body.current) return
      const header = isCards ? 0 : HEADER_HEIGHT
      const top = body.current.getBoundingClientRect().top - element.getBoundingClientRect().top
      const rowTop = top + index * rowHeight
      const below = rowTop + rowHeight - element.clientHeight
      if (rowTop < header) element.scrollTop += rowTop - header
      else if (below > 0) element.scrollTop += below
    },
  }
}

function rowsBetween(first: number, last: number): { first: number; last: number } {
  return {
    first: Math.max(0, Math.floor((first - OVERSCAN) / STEP) * STEP),
    last: Math.max(0, Math.ceil((last + OVERSCAN) / STEP) * STEP),
  }
}
