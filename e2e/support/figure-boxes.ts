import type { Page } from '@playwright/test'

/**
 * Checks the layout of figures in the page's main part and its popups, at the current scroll position.
 * @returns one line for each figure that touches other text, leaves its box or the screen, or is cut without
 * its whole text in a title. A figure is a number of seven digits or more, or a short one with a unit such as
 * M, tn or ×10²⁴.
 */
export function figureFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    type Box = { left: number; right: number; top: number; bottom: number }
    type Piece = { node: Text; text: string; box: Box; isFigure: boolean }
    const FIGURE = /\d(?:[.,\s]?\d){6,}|\d\s?(?:k|M|bn|tn)\b|×\s?10/u
    const SLACK = 1.5
    const plain = (text: string) => text.replace(/\s/g, ' ')

    const boxOf = (element: Element): Box => element.getBoundingClientRect()
    const meet = (a: Box, b: Box): Box => ({
      left: Math.max(a.left, b.left),
      right: Math.min(a.right, b.right),
      top: Math.max(a.top, b.top),
      bottom: Math.min(a.bottom, b.bottom),
    })
    const isNothing = (box: Box) => box.right - box.left < 1 || box.bottom - box.top < 1
    const ancestors = (node: Node) => {
      const list: Element[] = []
      for (let one = node.parentElement; one; one = one.parentElement) list.push(one)
      return list
    }
    const clips = (element: Element) => {
      const { overflowX } = getComputedStyle(element)
      return overflowX === 'visible' ? null : overflowX
    }
    const isHidden = (parents: readonly Element[]) =>
      parents.some((one) => {
        const style = getComputedStyle(one)
        const isTiny = style.position === 'absolute' && one.getBoundingClientRect().width <= 1
        return isTiny || style.visibility === 'hidden' || ['fixed', 'sticky'].includes(style.position)
      })
    /** The box that contains a text: its cell, line or drawing. */
    const home = (parents: readonly Element[]) =>
      parents.find((one) =>
        one instanceof SVGElement
          ? one.tagName === 'svg'
          : !/^(inline|contents)$/.test(getComputedStyle(one).display),
      )

    const pieces: Piece[] = []
    const faults: string[] = []
    const roots = document.querySelectorAll('main, [role=dialog]')
    for (const root of roots) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.textContent?.trim() ?? ''
        const parents = ancestors(node)
        // A popup covers the page, so its texts are compared only with each other.
        const isShown = node.parentElement?.checkVisibility() ?? false
        if (text === '' || !isShown || isHidden(parents.slice(0, parents.indexOf(root)))) continue
        const range = document.createRange()
        range.selectNodeContents(node)
        // A figure that may wrap consists of several text nodes.
        const whole = node.parentElement?.textContent?.trim() ?? ''
        const isFigure = FIGURE.test(whole) && /\d/.test(text)
        for (const drawn of range.getClientRects()) {
          if (isNothing(drawn)) continue
          const clipping = parents.filter((one) => clips(one) !== null)
          const box = clipping.reduce<Box>((seen, one) => meet(seen, boxOf(one)), drawn)
          if (isNothing(box)) continue
          pieces.push({ node: node as Text, text: whole, box, isFigure })
          if (!isFigure) continue
          const scroller = parents.find(
            (one) => ['auto', 'scroll'].includes(clips(one) ?? '') && one.tagName !== 'MAIN',
          )
          const isScrolled = scroller !== undefined && scroller.scrollWidth > scroller.clientWidth + 1
          const isCut = clipping.some(
            (one) => clips(one) === 'hidden' && drawn.right > boxOf(one).right + SLACK,
          )
          const isTold = parents.some((one) => plain(one.getAttribute('title') ?? '').includes(plain(whole)))
          if (isCut && !isTold) faults.push(`cut without its whole text: ${whole}`)
          if (drawn.right > innerWidth + SLACK && !isScrolled && !isCut)
            faults.push(`leaves the screen: ${whole}`)
          const own = home(parents)
          if (
            own &&
            !isCut &&
            (drawn.right > boxOf(own).right + SLACK || drawn.left < boxOf(own).left - SLACK)
          )
            faults.push(`leaves its box (${own.tagName.toLowerCase()}): ${whole}`)
        }
      }
    }
    for (const [at, one] of pieces.entries()) {
      for (const other of pieces.slice(at + 1)) {
        if (one.node.parentElement === other.node.parentElement || !(one.isFigure || other.isFigure)) continue
        const rootOf = (piece: Piece) => piece.node.parentElement?.closest('[role=dialog], .shadow-popup')
        if (rootOf(one) !== rootOf(other)) continue
        const shared = meet(one.box, other.box)
        const isTouching = shared.right - shared.left > SLACK && shared.bottom - shared.top > 4
        if (isTouching) faults.push(`overlap: ${one.text} | ${other.text}`)
      }
    }
    return [...new Set(faults)]
  })
}
