import { allBillingPeriods, listRows } from '#e2e/support/lists.ts'
import { expect, test } from '#e2e/support/test.ts'
import type { WeeklyCollections } from '#lib/collections/schema.ts'

test('a bar of the weekly chart leads to exactly its rows', async ({ page, request }) => {
  // Tall enough that the whole chart is visible and can be clicked.
  await page.setViewportSize({ width: 1280, height: 1300 })
  await page.goto('/?range=13w')
  const bars = page.locator('a[data-column]')
  await expect(bars.first()).toBeVisible()
  const bar = bars.nth(4)
  const href = (await bar.getAttribute('href')) ?? ''
  // The link is behind the drawn bar, so the test clicks where a user would.
  const box = await bar.boundingBox()
  if (!box) throw new Error('the bar is not on the page')
  await page.mouse.click(box.x + box.width / 2, box.y + box.height - 4)
  await expect(page).toHaveURL(/\/billing-periods\?/)
  const landed = new URL(page.url())
  expect(landed.searchParams.get('start_from')).toBe(new URL(href, landed).searchParams.get('start_from'))
  await expect(listRows(page).first()).toBeVisible()
  const rows = await allBillingPeriods(request, landed.searchParams.toString())
  const from = landed.searchParams.get('start_from') ?? ''
  const to = landed.searchParams.get('start_to') ?? ''
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) expect((row.startDate ?? '') >= from && (row.startDate ?? '') <= to).toBe(true)
  await expect(page.getByRole('region', { name: /billing period totals/i })).toContainText(
    `${rows.length} period`,
  )
})

test('key figures link to their rows and explain their meaning', async ({ page }) => {
  await page.goto('/')
  const collected = page.getByRole('link', { name: /^Collected NGN/ })
  await expect(collected).toBeVisible()
  // A long explanation opens at its beginning.
  await page.getByRole('button', { name: 'Collection rate: what it means' }).click()
  await expect(page.getByText(/^Collected ÷ billed/)).toBeInViewport()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Collected: what it means' }).click()
  await expect(page.getByText(/paid in full/i).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await collected.click()
  await expect(page).toHaveURL(/status=PAYMENT_COMPLETE/)
  await expect(page).toHaveURL(/currency=NGN/)
})

test('choices are in the address, and currencies never mix', async ({ page, request }) => {
  await page.goto('/')
  await page
    .getByRole('radio', { name: 'KES' })
    .or(page.getByRole('button', { name: 'KES' }))
    .or(page.getByRole('link', { name: 'KES' }))
    .first()
    .click()
  await expect(page).toHaveURL(/currency=KES/)
  await expect(page.getByRole('link', { name: /^Billed KES/ })).toBeVisible()
  const { weeks }: WeeklyCollections = await (
    await request.get('/api/collections/weekly?currency=KES')
  ).json()
  expect(new Set(weeks.map((week) => week.currency))).toEqual(new Set(['KES']))
})

test('the chart can be shown as a table', async ({ page }) => {
  await page.goto('/collections')
  const toggle = page.getByText(/as (a )?table/i).first()
  await toggle.click()
  await expect(page.getByRole('table').first()).toBeVisible()
})

test('dates without billing name the last billed date and link to it', async ({ page }) => {
  await page.goto('/?from=2190-01-04&to=2190-01-31')
  await expect(page.getByRole('heading', { name: 'Nothing was billed in NGN' })).toBeVisible()
  await expect(page.getByText(/^Last billed: /)).toBeVisible()
  await page.getByRole('link', { name: 'Show dates up to then' }).click()
  await expect(page.getByRole('link', { name: /^Billed NGN/ })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Nothing was billed' })).toHaveCount(0)
  await page.goto('/collections?from=2190-01-04&to=2190-01-31')
  await page.getByRole('link', { name: 'Show dates up to then' }).click()
  await expect(page).toHaveURL(/\/collections\?.*currency=NGN/)
  await expect(page.getByText('No amounts in these weeks')).toHaveCount(0)
})
