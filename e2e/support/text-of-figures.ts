import type { Page } from '@playwright/test'

/**
 * Returns every text with a digit that the report shows, without blanks: figures, days, shares. The ages of the data
 * and the time of the report are left out, because they go on while a page is printed.
 */
export function textOfFigures(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const report = document.querySelector('.report')
    if (report === null) throw new Error('this page has no report')
    const isLeftOut = (element: Element) =>
      element.closest('.screen-only, .sr-only, .report-stamp, .data-ages, details, title') !== null ||
      element.checkVisibility() === false
    const walker = document.createTreeWalker(report, NodeFilter.SHOW_TEXT)
    const texts = new Set<string>()
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement
      // The axes of a chart depend on its size.
      if (parent === null || isLeftOut(parent) || parent.closest('svg') !== null) continue
      const text = (walker.currentNode.textContent ?? '').replace(/\s+/g, '')
      if (/\d/.test(text)) texts.add(text)
    }
    return [...texts]
  })
}
