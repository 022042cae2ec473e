import type { Page } from '@playwright/test'

/**
 * Returns the texts on the page that are larger than the box around them, one line each: cut off, or drawn over
 * what is beside them. Texts that end with an ellipsis or that scroll are left out, as are those only for screen
 * readers.
 */
export function spilledTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    /** Letters are taller than a tight line, so that much above or below a box is normal (px). */
    const [BESIDE, ABOVE] = [1.5, 2]
    const BOXES = 'a, button, th, td, label, [role="tab"]'
    const found = new Set<string>()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement
      const text = node.textContent?.trim() ?? ''
      if (parent === null || text === '' || parent.closest('svg, script, style, select')) continue
      if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const own = range.getBoundingClientRect()
      let isBlock = false
      for (let box: Element | null = parent; box !== null && box !== document.body; box = box.parentElement) {
        const style = getComputedStyle(box)
        if (style.display === 'inline' || style.display === 'contents') continue
        if (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none') break
        if (/auto|scroll/.test(style.overflowX) || style.position === 'fixed') break
        if (style.clipPath !== 'none' && box.clientWidth <= 1) break
        if (isBlock && !box.matches(BOXES)) continue
        isBlock = true
        const outer = box.getBoundingClientRect()
        const isIn =
          own.left >= outer.left - BESIDE &&
          own.right <= outer.right + BESIDE &&
          own.top >= outer.top - ABOVE &&
          own.bottom <= outer.bottom + ABOVE
        if (!isIn) found.add(`${box.tagName.toLowerCase()}: ${text.slice(0, 60)}`)
      }
    }
    return [...found]
  })
}
