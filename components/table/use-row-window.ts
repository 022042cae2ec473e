'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect, useState } from 'react'
import { useCards } from './use-media.ts'

export const HEADER_HEIGHT = 36
const CARD_HEIGHT = 64
const ROW_HEIGHTS = { standard: 40, compact: 32 } as const
export type Density = keyof typeof ROW_HEIGHTS

/** What the server draws before it can know the height of the reader's screen. */
const FIRST_RECT = { width: 1000, height: 640 }

type RowWindowOptions = {
  body: RefObject<HTMLElement | null>
  scroller: RefObject<HTMLElement | null>
  count: number
  density: Density
}

/**
 * Which rows to draw. Wide: the table scrolls in its own box below a sticky header. Narrow: the cards scroll with the
 * page, whose scroll area is the nearest `main`.
 */
export function useRowWindow({ body, scroller, count, density }: RowWindowOptions) {
  const isCards = useCards()
  const [cardsTop, setCardsTop] = useState(0)
  const rowHeight = isCards ? CARD_HEIGHT : ROW_HEIGHTS[density]

  // The cards' distance from the top of the page changes with the chips and totals above them.
  useLayoutEffect(() => {
    const page = body.current?.closest('main')
    if (!isCards || !page || !body.current) return
    const top = body.current.getBoundingClientRect().top - page.getBoundingClientRect().top + page.scrollTop
    setCardsTop(Math.round(top))
  })

  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => (isCards ? (body.current?.closest('main') ?? null) : scroller.current),
    estimateSize: () => rowHeight,
    initialRect: FIRST_RECT,
    overscan: 8,
    scrollMargin: isCards ? cardsTop : HEADER_HEIGHT,
    scrollPaddingStart: isCards ? 0 : HEADER_HEIGHT,
  })
  useLayoutEffect(() => {
    if (rowHeight > 0) virtualizer.measure()
  }, [rowHeight, virtualizer])

  const items = virtualizer.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)
  const margin = virtualizer.options.scrollMargin
  return {
    items,
    rowHeight,
    before: first ? first.start - margin : 0,
    after: last ? virtualizer.getTotalSize() - (last.end - margin) : 0,
    scrollToIndex: (index: number) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  }
}
