import type { Browser, Page } from '@playwright/test'
import { pdfPages } from '#e2e/support/pdf-text.ts'
import { expect, test } from '#e2e/support/test.ts'
import { textOfFigures } from '#e2e/support/text-of-figures.ts'

async function openAsFinancier(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByRole('button', { name: /^Financier/ }).click()
  await expect(page).toHaveURL('/')
  return page
}

async function openReport(page: Page, path = '/report'): Promise<void> {
  await page.goto(path)
  await expect(page.getByRole('heading', { name: 'Collections report' })).toBeVisible()
  const charts = page.locator('.recharts-surface')
  await expect(charts.first()).toBeVisible()
}

/** The figures of the screen that the printed text lacks. */
async function missingIn(pages: readonly string[], page: Page): Promise<string[]> {
  const printed = pages.join(' ').replace(/\s+/g, '')
  return (await textOfFigures(page)).filter((figure) => !printed.includes(figure))
}

test('the report of two funding sources and all currencies fills at most four pages, with every figure', async ({
  browser,
}) => {
  const page = await openAsFinancier(browser)
  await openReport(page)
  await page.waitForLoadState('networkidle')
  expect(await page.locator('.report-currency').count()).toBeGreaterThan(1)
  expect((await textOfFigures(page)).length).toBeGreaterThan(100)
  const pages = await pdfPages(await page.pdf({ format: 'A4' }))
  expect(pages.length).toBeLessThanOrEqual(4)
  expect(await missingIn(pages, page)).toEqual([])
  const text = pages.join('\n')
  for (const part of [
    'What the figures mean',
    'Left out',
    'Age of the data',
    'Filters',
    'Furrow 0.',
    'Africa/Lagos',
  ])
    expect(text).toContain(part)
  for (const button of ['Mark as handed out', 'Print or save', 'CSV']) expect(text).not.toContain(button)
  // The comparison finds a row that is not printed.
  await page
    .locator('.report-tables tbody tr')
    .first()
    .evaluate((row) => row.setAttribute('data-planted', ''))
  await page.evaluate(() => {
    const row = document.querySelector<HTMLElement>('[data-planted]')
    window.addEventListener('beforeprint', () => row?.style.setProperty('display', 'none'))
    window.addEventListener('afterprint', () => row?.style.removeProperty('display'))
  })
  const cut = await pdfPages(await page.pdf({ format: 'A4' }))
  expect(await missingIn(cut, page)).not.toEqual([])
})

test('marking the report is remembered for the day, and leads to no comparison yet', async ({ browser }) => {
  const page = await openAsFinancier(browser)
  await openReport(page, '/report?range=13w')
  await expect(page.getByText('You haven’t marked an earlier report')).toBeVisible()
  await page.getByRole('button', { name: 'Mark as handed out' }).click()
  await expect(page.getByText(/^Handed out on /)).toBeVisible()
  await page.reload()
  await expect(page.getByText(/^Handed out on /)).toBeVisible()
  await expect(page.getByText('You haven’t marked an earlier report')).toBeVisible()
})

test('overview and Collections lead to the report about the same scope', async ({ page }) => {
  for (const path of ['/', '/collections']) {
    await page.goto(`${path}?range=13w`)
    await page.getByRole('link', { name: 'Report to hand out' }).click()
    await expect(page).toHaveURL('/report?range=13w')
    await expect(page.getByText(/^Last 13 weeks/).first()).toBeVisible()
  }
})

test('a range without billing has headlines only', async ({ page }) => {
  await page.goto('/report?from=2190-01-04&to=2190-01-31')
  await expect(page.getByText('Nothing was billed in NGN')).toBeVisible()
  await expect(page.locator('.recharts-surface')).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'What the figures mean' })).toBeVisible()
})
