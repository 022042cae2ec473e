import type { Locator } from '@playwright/test'
import { allBillingPeriods, listRows } from '#e2e/support/lists.ts'
import { expect, test } from '#e2e/support/test.ts'
import { mondayDaysAgo } from '#e2e/support/today.ts'
import { weekEnd } from '#lib/week.ts'

/** Query for a week used by these tests only, because they change its amounts upstream. */
function largestOfWeek(daysAgo: number): string {
  const week = mondayDaysAgo(daysAgo)
  return `start_from=${week}&start_to=${weekEnd(week)}&currency=NGN&sort=-amount`
}

const topOf = async (row: Locator) => Math.round((await row.boundingBox())?.y ?? -1)

test('a change upstream appears in the open list without moving the row being read', async ({
  page,
  request,
  upstream,
}) => {
  // Half a year: in the off-season a few weeks would not fill the screen.
  const from = mondayDaysAgo(26 * 7)
  const asked = `start_from=${from}&start_to=${weekEnd(mondayDaysAgo(14))}&currency=KES&sort=-amount`
  const rows = await allBillingPeriods(request, asked)
  const recent = mondayDaysAgo(35)
  const last = rows.findLast(
    ({ amount, startDate }) => amount !== null && startDate !== null && startDate >= recent,
  )
  const stream = page.waitForRequest('**/api/events')
  // Wide enough that the totals stay on one line when one of them grows.
  await page.setViewportSize({ width: 1920, height: 800 })
  await page.goto(`/billing-periods?${asked}`)
  await stream
  const read = rows[20]?.id ?? ''
  const row = page.locator(`[data-row-id="${read}"]`)
  await listRows(page).first().hover()
  await page.mouse.wheel(0, 15 * 40)
  await expect(row).toBeVisible()
  await row.click()
  await expect(page).toHaveURL(new RegExp(`row=${read}`))
  await page.waitForTimeout(500)
  const before = await topOf(row)

  const amount = '987654321.25'
  await upstream.change({ resource: 'billing-periods', id: last?.id ?? '', fields: { amount } })
  const totals = page.getByRole('region', { name: /billing period totals/i })
  await expect(totals).toContainText(/1,\d{3},\d{3},\d{3}|98\d,\d{3},\d{3}|99\d,\d{3},\d{3}/, {
    timeout: 20_000,
  })
  await page.waitForTimeout(500)
  expect(await topOf(row)).toBe(before)
  await expect(page).toHaveURL(new RegExp(`row=${read}`))
  await page.mouse.wheel(0, -10_000)
  await expect(listRows(page).first()).toContainText('987,654,321.25')
})

test.describe('without the event stream', () => {
  test.use({ expectedConsole: [/Failed to load resource/] })

  test('the page falls back to polling', async ({ page, request, upstream }) => {
    const inWeek = largestOfWeek(35)
    const rows = await allBillingPeriods(request, inWeek)
    await page.route('**/api/events', (route) => route.abort())
    await page.goto(`/billing-periods?${inWeek}`)
    await expect(listRows(page).first()).toBeVisible()
    const id = rows.findLast((row) => row.amount !== null)?.id ?? ''
    await upstream.change({ resource: 'billing-periods', id, fields: { amount: '876543210.75' } })
    await expect(listRows(page).filter({ hasText: '876,543,210.75' })).toBeVisible({ timeout: 35_000 })
  })
})
