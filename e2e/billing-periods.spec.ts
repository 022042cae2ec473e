import type { Locator } from '@playwright/test'
import { allBillingPeriods, chooseFilter, listRows } from '#e2e/support/lists.ts'
import { expect, test } from '#e2e/support/test.ts'
import { mondayDaysAgo } from '#e2e/support/today.ts'
import type { BillingPeriodList } from '#lib/billing-periods/schema.ts'
import { weekEnd } from '#lib/week.ts'

const week = mondayDaysAgo(28)
const inWeek = `start_from=${week}&start_to=${weekEnd(week)}`

test('filters for funding source, status and week show exactly the matching rows', async ({
  page,
  request,
}) => {
  await page.goto(`/billing-periods?${inWeek}`)
  await chooseFilter(page, 'Funding source', ['Heifer Nigeria'])
  await chooseFilter(page, 'Status', ['Payment complete', 'Payment failed'])
  await expect(page).toHaveURL(/funding_source=Heifer/)
  await expect(page).toHaveURL(/status=PAYMENT_FAILED/)

  const expected = await allBillingPeriods(
    request,
    `${inWeek}&funding_source=Heifer+Nigeria&status=PAYMENT_COMPLETE&status=PAYMENT_FAILED`,
  )
  expect(expected.length).toBeGreaterThan(0)
  const totals = page.getByRole('region', { name: 'Billing period totals' })
  await expect(totals).toContainText(`${expected.length} period`)
  const [first] = expected
  await expect(listRows(page).first()).toContainText(first?.contract ?? '')
  for (const row of await listRows(page).all()) {
    await expect(row).toContainText(/Complete|Failed/)
    await expect(row).toContainText('Heifer Nigeria')
  }
})

test('a copied address shows another user the same rows, order and open row', async ({ page, browser }) => {
  await page.goto(`/billing-periods?${inWeek}&sort=contract`)
  await listRows(page).nth(2).click()
  await expect(page).toHaveURL(/row=\d+/)
  const pane = page.getByRole('complementary', { name: /Billing period/ })
  await expect(pane).toBeVisible()
  const title = await pane.getAttribute('aria-label')
  const names = await listRows(page).allTextContents()

  const somebody = await browser.newContext()
  const other = await somebody.newPage()
  await other.goto(page.url())
  await expect(other.getByRole('complementary', { name: title ?? '' })).toBeVisible()
  expect((await listRows(other).allTextContents()).slice(0, 5)).toEqual(names.slice(0, 5))
  await somebody.close()
})

test('a row opens beside the list, steps to the next row and closes with Escape', async ({ page }) => {
  await page.goto(`/billing-periods?${inWeek}`)
  await listRows(page).first().click()
  const pane = page.getByRole('complementary', { name: /Billing period/ })
  await expect(pane).toContainText('History')
  const first = new URL(page.url()).searchParams.get('row')
  await pane.getByRole('button', { name: 'Next row' }).click()
  await expect.poll(() => new URL(page.url()).searchParams.get('row')).not.toBe(first)
  await page.keyboard.press('Escape')
  await expect(pane).toBeHidden()
  await expect.poll(() => new URL(page.url()).searchParams.has('row')).toBe(false)
})

test('filters survive a reload, and Back returns to the previous list', async ({ page }) => {
  await page.goto('/billing-periods')
  await expect(listRows(page).first()).toBeVisible()
  await chooseFilter(page, 'Status', ['Pending'])
  await expect(page).toHaveURL(/status=PENDING/)
  await page.reload()
  await expect(page.getByRole('group', { name: 'Filter: Status' })).toContainText('Pending')
  await page.goBack()
  await expect(page).not.toHaveURL(/status=PENDING/)
})

test('an empty result says so and offers to clear the filters', async ({ page }) => {
  await page.goto('/billing-periods?search=nobody-is-called-this')
  await expect(page.getByText(/No .*match/i)).toBeVisible()
  await page.getByRole('button', { name: 'Clear all' }).first().click()
  await expect(listRows(page).first()).toBeVisible()
})

test('search finds a contract by part of its name in any case', async ({ page, request }) => {
  const { rows }: BillingPeriodList = await (await request.get('/api/billing-periods?limit=1')).json()
  const contract = rows[0]?.contract ?? ''
  await page.goto('/billing-periods')
  // The shortcut works only after hydration, so the test presses the key again, as a user would.
  await expect(async () => {
    await page.keyboard.press('/')
    await expect(page.getByRole('searchbox', { name: 'Search contract or ID' })).toBeFocused({ timeout: 500 })
  }).toPass()
  await page.keyboard.type(contract.slice(0, 12).toUpperCase())
  await expect(page).toHaveURL(/search=/)
  await expect(listRows(page).first()).toContainText(contract.slice(0, 12))
})

test('the table counts every row, and totals cover the whole result', async ({ page, request }) => {
  const expected = await allBillingPeriods(request, `${inWeek}&currency=NGN&sort=amount`)
  const cents = expected.reduce((sum, row) => sum + BigInt(Math.round(Number(row.amount ?? '0') * 100)), 0n)
  await page.goto(`/billing-periods?${inWeek}&currency=NGN&sort=amount`)
  await expect(page.getByRole('region', { name: /billing period totals/i })).toContainText(
    (Number(cents) / 100).toLocaleString('en-GB', { minimumFractionDigits: 2 }),
  )
  await expect(page.getByRole('table')).toHaveAttribute('aria-rowcount', String(expected.length + 1))
})

test('the totals of an incomplete list stand on one baseline', async ({ page }) => {
  await page.route('**/api/billing-periods?*', async (route) => {
    const answer: BillingPeriodList = await (await route.fetch()).json()
    const freshness = answer.freshness.map((one) => ({ ...one, complete: false }))
    await route.fulfill({ json: { ...answer, freshness } satisfies BillingPeriodList })
  })
  await page.goto(`/billing-periods?${inWeek}&currency=NGN`)
  await chooseFilter(page, 'Status', ['Payment complete'])
  const totals = page.getByRole('region', { name: 'Billing period totals so far' })
  const count = await baselineOf(totals.locator('b').first())
  for (const words of [totals.getByRole('button', { name: 'Partial' }), totals.getByText(/^as of/)])
    expect(Math.abs((await baselineOf(words)) - count)).toBeLessThan(1)
})

/** Returns the distance in px from the top of the window to the baseline of an element's first text. */
function baselineOf(element: Locator): Promise<number> {
  return element.evaluate((node) => {
    const text = document.createTreeWalker(node, NodeFilter.SHOW_TEXT).nextNode()
    const pen = document.createElement('canvas').getContext('2d')
    if (!text || !pen) throw new Error('There is no text to measure')
    const range = document.createRange()
    range.selectNode(text)
    pen.font = getComputedStyle(text.parentElement ?? node).font
    return range.getBoundingClientRect().bottom - pen.measureText('x').fontBoundingBoxDescent
  })
}

test.describe('when the list cannot be loaded', () => {
  test.use({ expectedConsole: [/Failed to load resource/] })

  test('it says why and retries on request', async ({ page }) => {
    await page.route('**/api/billing-periods?*', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          type: 'about:blank',
          title: 'Busy',
          status: 503,
          code: 'busy',
          detail: 'Too busy, try again in 2 s.',
          requestId: 'test-request',
          retryable: true,
        }),
      }),
    )
    await page.goto('/sources')
    await page.getByRole('link', { name: 'Billing periods' }).first().click()
    await chooseFilter(page, 'Status', ['Draft'])
    await expect(page.getByText('Furrow is too busy. Try again in a moment.').first()).toBeVisible({
      timeout: 20_000,
    })
    await page.unroute('**/api/billing-periods?*')
    await page.getByRole('button', { name: 'Try again' }).first().click()
    await expect(listRows(page).first()).toBeVisible()
  })
})
