import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { pdfPages } from '#e2e/support/pdf-text.ts'
import { expect, test } from '#e2e/support/test.ts'

/** Prints the page like a browser does, on A4. */
const print = async (page: Page) => pdfPages(await page.pdf({ format: 'A4', preferCSSPageSize: false }))

/** What is only for the screen: navigation, bars and buttons. */
const SCREEN_ONLY = ['Skip to content', 'Sign out', 'Your account', 'Show as table', 'Columns']

type Screen = { path: string; ready: string; pages: [number, number]; has: string[]; foot: string }

const SCREENS: Screen[] = [
  {
    path: '/?range=13w',
    ready: 'Contracts with the most outstanding',
    pages: [2, 3],
    has: ['Billed', 'Collection rate', 'Weekly billing by payment status', 'Longest unpaid'],
    foot: 'Overview · Furrow · 13 weeks',
  },
  {
    path: '/collections?currency=NGN&range=13w',
    ready: 'By status',
    pages: [1, 3],
    has: ['NGN: weekly billing by payment status', 'By funding source', 'Payment failed'],
    foot: 'Collections · Furrow · Currency: NGN · 13 weeks',
  },
  {
    path: '/billing-periods?status=PAYMENT_FAILED&search=a',
    ready: 'Total of all matching rows',
    pages: [1, 12],
    has: ['Billing periods', 'Status: Payment failed', 'Amount'],
    foot: 'Billing periods · Furrow · Status: Payment failed · a',
  },
  { path: '/contracts', ready: 'outstanding of', pages: [1, 15], has: ['Weeks behind'], foot: 'Contracts' },
  { path: '/sources', ready: 'weeks complete', pages: [1, 4], has: ['Hello Tractor'], foot: 'Sources' },
]

for (const {
  path,
  ready,
  pages: [fewest, most],
  has,
  foot,
} of SCREENS) {
  test(`${path} prints its figures without navigation, with a foot on every page`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.goto(path)
    await expect(page.getByText(ready).first()).toBeVisible()
    await printSetup(page)
    const pages = await print(page)
    expect(pages.length).toBeGreaterThanOrEqual(fewest)
    expect(pages.length).toBeLessThanOrEqual(most)
    const text = pages.join('\n')
    for (const word of has) expect(text).toContain(word)
    for (const word of SCREEN_ONLY) expect(text).not.toContain(word)
    for (const [at, one] of pages.entries()) {
      expect(one).toContain(foot)
      expect(one).toContain(`${at + 1} / ${pages.length}`)
      expect(one).toMatch(/Printed \d+ \w+ \d{4}, \d\d:\d\d WAT/)
    }
  })
}

/** Waits for the code that prepares pages for printing, and for a list to draw all its rows when asked to. */
async function printSetup(page: Page): Promise<void> {
  await expect(async () => {
    const [foot, missing] = await page.evaluate(() => {
      window.dispatchEvent(new Event('beforeprint'))
      const written = document.documentElement.style.getPropertyValue('--print-foot')
      const rows = document.querySelectorAll('[data-row-id]').length
      const total = Number(document.querySelector('.data-table')?.getAttribute('aria-rowcount') ?? 1) - 1
      window.dispatchEvent(new Event('afterprint'))
      return [written, Math.min(50, total) - rows] as const
    })
    expect(foot).not.toBe('')
    expect(missing).toBeLessThanOrEqual(0)
  }).toPass()
}

test('a list prints all loaded rows below a head on every page, and says that there are more', async ({
  page,
}) => {
  await page.goto('/billing-periods')
  const rows = page.locator('[data-row-id]')
  await expect(rows.first()).toBeVisible()
  await printSetup(page)
  const total = Number(await page.locator('.data-table').getAttribute('aria-rowcount')) - 1
  const pages = await print(page)
  const [, shown] = pages[0]?.match(/Only the first (\d+) of [\d,]+ rows\. Export the list/) ?? []
  expect(Number(shown)).toBeGreaterThanOrEqual(50)
  expect(Number(shown)).toBeLessThan(total)
  const days = pages.map((one) => [...one.matchAll(/(?:NGN|KES|UGX|GHS) [\d,.]+\n?/g)].length)
  expect(days.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(Number(shown) * 0.9)
  for (const one of pages) expect(one).toMatch(/Contract\s+Period\s+Status/)
  // The screen is as before.
  expect(await rows.count()).toBeLessThan(Number(shown))
})

test('prints light colours in the dark theme, with patterns and tones', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark', media: 'print' })
  await page.goto('/')
  await expect(page.locator('.recharts-surface').first()).toBeVisible()
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)')
  await expect(page.locator('body')).toHaveCSS('color', 'rgb(29, 28, 25)')
  await expect(page.locator('[data-segment]').first()).toHaveCSS('print-color-adjust', 'exact')
  expect(await page.locator('[data-segment]').first().getAttribute('fill')).toMatch(/^url\(#/)
})

test('a chart saves as SVG and PNG, with title, range, age and version, in light colours', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto('/?range=13w')
  await expect(page.locator('.recharts-surface').first()).toBeVisible()
  const save = async (format: string) => {
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: `Download Weekly billing by payment status as ${format}` }).click()
    const file = await saving
    expect(file.suggestedFilename()).toMatch(/^billed-by-week-NGN-[\d-]+\.(svg|png)$/)
    return readFile(await file.path())
  }
  const svg = (await save('SVG')).toString('utf8')
  for (const text of [
    'Weekly billing by payment status',
    ' · NGN · ',
    'Data as of ',
    'Furrow 0.',
    'Payment failed',
  ])
    expect(svg).toContain(text)
  expect(svg).toContain('@font-face')
  // The ink of the light theme, and nothing that needs the page.
  expect(svg).toMatch(/fill="#1d1c19"/i)
  for (const part of ['var(', 'class=', 'href=', 'data-column']) expect(svg).not.toContain(part)
  const png = await save('PNG')
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  expect(png.readUInt32BE(16)).toBeGreaterThan(1000)
})
