import { act } from '@testing-library/react'
import { vi } from 'vitest'

const HEADER_HEIGHT = 36

/**
 * Gives tables a size, because jsdom lays nothing out: a box of `height` px that scrolls, with its rows below
 * a header. Setting its scroll position tells the page, as in a browser.
 */
export function layOutTables({ height }: { height: number }): void {
  const positions = new WeakMap<Element, number>()
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockImplementation(function (this: Element) {
    return this.matches('.data-scroll, main') ? height : 0
  })
  vi.spyOn(Element.prototype, 'scrollTop', 'get').mockImplementation(function (this: Element) {
    return positions.get(this) ?? 0
  })
  vi.spyOn(Element.prototype, 'scrollTop', 'set').mockImplementation(function (this: Element, top: number) {
    positions.set(this, Math.max(0, top))
    this.dispatchEvent(new Event('scroll'))
  })
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    const scroller = this.closest('.data-scroll')
    const isBody = this.matches('[role="rowgroup"]:not(.data-head)')
    return new DOMRect(0, isBody && scroller ? HEADER_HEIGHT - scroller.scrollTop : 0, 0, 0)
  })
}

/** Scrolls the box of a table to `top` px. */
export function scrollTable(table: HTMLElement, top: number): void {
  const scroller = table.closest('.data-scroll')
  if (!scroller) throw new Error('This table is in no box that scrolls')
  act(() => {
    scroller.scrollTop = top
  })
}
