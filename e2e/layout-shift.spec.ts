import { expect, test } from '#e2e/support/test.ts'

// Nothing that was drawn moves when the rest arrives: not by the font either, which comes late on a slow link.

const MOST = 0.02
const FONT_DELAY_MS = 1_500

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const)
  for (const path of ['/', '/collections', '/billing-periods', '/contracts', '/invoices'])
    test(`${path} shifts by at most ${MOST} at ${width} px while it loads`, async ({ page }) => {
      await page.setViewportSize({ width, height })
      await page.route(/\.woff2/, async (route) => {
        await new Promise((resolve) => setTimeout(resolve, FONT_DELAY_MS))
        await route.continue()
      })
      await page.addInitScript(() => {
        const shifts: { value: number; of: string[] }[] = []
        Object.assign(globalThis, { shifts })
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const { value, sources } = entry as PerformanceEntry & {
              value: number
              sources: { node?: Node }[]
            }
            const of = sources.map(({ node }) => (node?.textContent ?? '').slice(0, 40))
            shifts.push({ value, of })
          }
        }).observe({ type: 'layout-shift', buffered: true })
      })
      await page.goto(path, { waitUntil: 'networkidle' })
      await page.waitForTimeout(FONT_DELAY_MS)
      const shifts = await page.evaluate(
        () => (globalThis as unknown as { shifts: { value: number; of: string[] }[] }).shifts,
      )
      const total = shifts.reduce((sum, { value }) => sum + value, 0)
      console.info(`${path} at ${width} px: shifted by ${total.toFixed(4)}`)
      expect(total, JSON.stringify(shifts)).toBeLessThanOrEqual(MOST)
    })
